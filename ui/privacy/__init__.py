"""The privacy panel: the register, everything about one person, the log, and how privacy is arranged."""
