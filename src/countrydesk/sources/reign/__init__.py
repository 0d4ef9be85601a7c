"""REIGN leaders and elections."""
