"""From evidence to findings: pure functions of a view, each registered with a version."""
