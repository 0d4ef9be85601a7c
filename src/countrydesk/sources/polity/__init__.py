"""Polity5."""
