"""World Bank, Worldwide Governance Indicators: six dimensions with standard errors."""
