"""UCDP organised violence by country and year."""
