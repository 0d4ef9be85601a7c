"""World Bank, World Development Indicators: output, tariffs, trade in goods, people."""
