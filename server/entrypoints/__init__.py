"""Thin doors: HTTP, socket and commands, translated to use cases."""
