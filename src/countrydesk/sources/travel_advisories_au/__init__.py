"""Travel advice of the Australian Government."""
