"""Notes, goals and talks about one participant."""
