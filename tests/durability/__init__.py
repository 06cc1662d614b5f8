"""The fault kit: real processes, real sockets, and the promises that must hold whatever breaks."""
