"""United States military and civilian defence personnel by host, from the DMDC."""
