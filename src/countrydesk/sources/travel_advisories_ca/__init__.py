"""Travel advice of the Government of Canada."""
