"""Episodes of Regime Transformation, and the regime of each year."""
