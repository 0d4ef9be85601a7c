"""From findings to a paper: outline, writing, building, checking. Knows no output format."""
