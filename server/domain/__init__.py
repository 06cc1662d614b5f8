"""The pure core: no clock, no randomness, no network, no database, no framework."""
