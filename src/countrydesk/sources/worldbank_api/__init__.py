"""World Development Indicators from the World Bank API, version 2."""
