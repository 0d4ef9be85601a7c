"""United States goods trade by partner, from the Census Bureau."""
