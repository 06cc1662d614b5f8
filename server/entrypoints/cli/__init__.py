"""The command line: ``entretien``. Translates; exits 0 done, 1 judged and found wanting, 2 wrong usage."""

from server.entrypoints.cli.main import main

__all__ = ["main"]
