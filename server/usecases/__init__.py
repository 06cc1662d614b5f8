"""One verb a file: what a person can do. Use cases know ports, never adapters."""
