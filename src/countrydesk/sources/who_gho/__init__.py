"""WHO Global Health Observatory, from its OData service."""
