"""Revisions of the tables, run by the tool itself when it starts."""
