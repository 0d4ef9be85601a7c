"""Measurement: one latent quantity behind several raters, with its standard error."""
