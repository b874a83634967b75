"""Learning routes, and the links and materials in them."""
