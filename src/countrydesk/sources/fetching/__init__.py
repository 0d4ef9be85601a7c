"""Reading the official services: client, store of raw files, refresh. Nothing else calls out."""
