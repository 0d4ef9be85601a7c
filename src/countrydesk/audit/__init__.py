"""Judging papers that others wrote: text to sentences to claims to verdicts from the evidence."""
