"""The first panel: how things stand and what asks for attention."""
