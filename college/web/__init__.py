"""The HTTP machinery that belongs to no domain."""
