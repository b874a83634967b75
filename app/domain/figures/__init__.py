"""Figures about people without names: what is told of a person and a course, and how it is counted."""
