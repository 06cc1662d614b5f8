"""Synthetic learners that prove a persona: what they say next, and what their interviews show of the scenario."""
