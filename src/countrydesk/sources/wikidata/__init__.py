"""Office holders, diplomatic relations and memberships as Wikidata states them."""
