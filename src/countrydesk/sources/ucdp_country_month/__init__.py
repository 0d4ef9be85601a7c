"""UCDP deaths by country and month."""
