"""Defence commitments of the United States, compiled by hand."""
