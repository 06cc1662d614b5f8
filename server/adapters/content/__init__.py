"""Content files: read safely, placed by line, kept as typed values."""
