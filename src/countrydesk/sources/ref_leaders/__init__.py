"""Heads of state and of government, compiled by hand from public directories."""
