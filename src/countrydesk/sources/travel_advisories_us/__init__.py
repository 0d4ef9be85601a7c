"""Travel advisories of the United States Department of State."""
