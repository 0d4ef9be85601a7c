"""Ordinary duties of the Harmonized Tariff Schedule of the United States, as USITC serves it."""
