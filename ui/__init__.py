"""The window: Qt only. No rule and no SQL lives here."""
