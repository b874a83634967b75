"""The whole page of one participant, for who follows this person."""
