"""United States foreign assistance by recipient, from ForeignAssistance.gov."""
