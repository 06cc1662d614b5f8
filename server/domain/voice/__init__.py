"""What a language model may say for the client: its script, the guard of its sentences, what must be in them."""
