"""Visas issued by the United States by nationality, class and month."""
