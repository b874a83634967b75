"""Before anything is open: choosing, making, unlocking and restoring an organisation."""
