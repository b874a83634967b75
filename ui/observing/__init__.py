"""Observing: a sheet to fill in by keyboard, profiles of people and groups, and the instruments."""
