"""Tariff actions of the United States since 2025: when, on whom, by what authority."""
