"""Voices: what turns a move into French."""
