"""NOAA significant earthquakes."""
