"""Gapminder: indicators by country and year, compiled from international organisations."""
