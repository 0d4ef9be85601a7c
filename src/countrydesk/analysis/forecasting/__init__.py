"""Forecasts: questions that resolve, models that beat plain rules, and the scores that show it."""
