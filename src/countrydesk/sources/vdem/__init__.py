"""V-Dem headline indices of democracy."""
