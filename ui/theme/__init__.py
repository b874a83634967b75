"""Colours, fonts, icons and the one small stylesheet."""
