"""One analysis of the conversation, shared by the director, the hints, the rubric engine and the agreement."""
