"""Notre Dame Global Adaptation Initiative, Country Index."""
