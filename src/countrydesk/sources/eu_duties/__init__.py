"""Import duties of the European Union by country of origin."""
