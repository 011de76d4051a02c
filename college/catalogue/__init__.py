"""Published editions on offer."""
