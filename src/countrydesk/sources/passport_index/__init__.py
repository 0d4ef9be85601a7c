"""Passport Index: what visa the holder of each passport needs for each destination."""
