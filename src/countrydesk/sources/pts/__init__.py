"""Political Terror Scale."""
