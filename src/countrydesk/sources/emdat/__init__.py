"""Disasters by natural hazards from the public export of EM-DAT."""
