"""Worldwide Governance Indicators from the World Bank API, version 2."""
