"""Passages: the functions that write the sections, one module for each chapter of the outline."""
