"""The turn of the year: which groups there will be, and where everybody goes (A-1.13)."""
