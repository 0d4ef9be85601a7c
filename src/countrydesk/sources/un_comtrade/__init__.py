"""UN Comtrade: total trade in goods as each country reports it."""
