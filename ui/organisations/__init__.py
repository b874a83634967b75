"""The organisations of a licensor: the list, and one of them with its agreement, seats, invoices and accounts."""
