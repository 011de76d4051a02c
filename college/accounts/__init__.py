"""People, organisations, sign-in, roles and approval."""
