"""The progress panel: the matrix of a group, the page of one participant, and looking together."""
