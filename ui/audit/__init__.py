"""The auditor: the licence administration of each organisation that one may look at, and nothing to change."""
