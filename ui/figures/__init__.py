"""Figures without names: for CBS, for a municipality, and what the licences were used for."""
