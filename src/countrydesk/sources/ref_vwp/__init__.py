"""The Visa Waiver Program of the United States, compiled by hand."""
