"""Sync of one desk with its server."""
