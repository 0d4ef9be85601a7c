"""Trade agreements and trade frameworks of the United States, compiled by hand."""
