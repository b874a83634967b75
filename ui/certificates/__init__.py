"""The certificates panel: who is due, what was issued, and printing."""
