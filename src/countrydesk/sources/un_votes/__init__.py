"""Ideal points of states in the United Nations General Assembly."""
