"""What a course says: read, checked, rendered and graded, without a server."""
