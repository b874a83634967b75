"""The server: one truth for all desks of all organisations."""
