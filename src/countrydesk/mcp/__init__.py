"""The desk for programs that speak the Model Context Protocol: seven read-only tools."""
