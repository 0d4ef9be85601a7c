"""Series of other producers, SIPRI and UNODC among them, that the World Bank API gives."""
