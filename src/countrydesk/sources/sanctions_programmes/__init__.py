"""Sanctions programmes by issuer and target territory (OpenSanctions metadata)."""
