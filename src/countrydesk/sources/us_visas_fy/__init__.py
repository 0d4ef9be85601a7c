"""Nonimmigrant visas issued by the United States by nationality and class, fiscal year 2024."""
