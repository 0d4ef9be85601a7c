"""Transparency International, Corruption Perceptions Index."""
