"""The simulated client: the director decides (pure), a voice speaks, the guard checks."""
