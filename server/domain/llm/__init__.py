"""What every call to a language model shares: its faults, its usage. No network here."""
