"""The web door: pages, API, socket. Translates; decides nothing."""
