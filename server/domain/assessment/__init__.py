"""From acts and the client's own log to levels, each proven by quoted lines."""
