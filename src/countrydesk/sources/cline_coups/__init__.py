"""Cline Center coup events."""
