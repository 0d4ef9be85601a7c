"""International migrant stock by the Population Division of the United Nations."""
