"""The outside world behind the ports: files, database, voices, bus."""
