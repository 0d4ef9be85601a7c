"""Dated events and heads of state of single countries, compiled by hand."""
