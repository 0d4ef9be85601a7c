"""The bars that forecasts are held against, one module for each."""
