"""Diplomatic relations of the United States with each country, compiled by hand."""
