"""Travel advisories as the State Department's own service gives them."""
