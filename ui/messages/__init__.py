"""Messages between coaches and participants."""
