"""Sanctions lists of the Office of Foreign Assets Control, counted by country and programme."""
