"""Lexical Index of Electoral Democracy."""
