"""The groups panel: who is in which group, moved many at a time, and the page of one person."""
