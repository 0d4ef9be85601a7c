"""From findings to sentences: templates with bound slots, realised in one language."""
