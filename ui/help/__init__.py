"""The help desk: open or closed, whom to ask, and what was asked."""
