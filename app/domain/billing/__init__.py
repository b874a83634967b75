"""Money: invoices, payments, interest, costs, prices and refunds, each amount with the lines that make it."""
