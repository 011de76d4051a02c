"""Attempts: begun, saved, submitted and graded."""
