"""Military expenditure of states by the Stockholm International Peace Research Institute."""
