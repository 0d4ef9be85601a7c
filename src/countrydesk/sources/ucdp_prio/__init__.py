"""UCDP/PRIO armed conflicts by location and year."""
