"""EM-DAT by hazard: deaths and people affected by country and year, as Gapminder compiled them."""
