"""CIA World Factbook, last edition."""
