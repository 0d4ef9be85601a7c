"""UNHCR Refugee Data Finder."""
