"""The panel "Te controleren": what somebody must settle."""
