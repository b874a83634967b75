"""Small widgets that panels share, one per module."""
