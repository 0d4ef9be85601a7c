"""Duties that the United States adds to the ordinary tariff, by country and HTS heading."""
