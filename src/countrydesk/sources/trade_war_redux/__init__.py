"""Average duties of the United States by partner and day, after each tariff action."""
