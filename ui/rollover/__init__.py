"""The page on which the groups of the new year are prepared and made."""
