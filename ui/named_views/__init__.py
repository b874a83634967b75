"""Own views of a panel: filters and order kept under a name, chosen again from a menu."""
