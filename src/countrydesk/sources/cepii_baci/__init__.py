"""CEPII BACI: trade in goods between every pair of economies, both sides' reports reconciled."""
