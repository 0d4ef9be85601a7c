"""Investment treaties and trade and investment frameworks of the United States."""
