"""Memberships of international organisations and arrangements, compiled by hand."""
