"""Countrydesk: country strategy papers in which every sentence is bound to dated evidence."""

__version__ = "0.1.0"
