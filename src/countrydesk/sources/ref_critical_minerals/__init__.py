"""Minerals that the United States lists as critical."""
