"""Awards and certificates: issued, verified, replaced and withdrawn."""
