"""Importing: choose or drop files, look at what would happen, take it over in one step."""
