"""Sync as the user sees it: the indicator, what runs behind it, connecting, logging in and out."""
