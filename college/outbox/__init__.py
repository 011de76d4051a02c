"""Letters waiting to be sent, shown to the administrator."""
