"""Entretien: a conversational role-play simulator for sales interviews."""

__version__ = "0.1.0"
