"""UCDP candidate events of the last months, summed by country and month."""
