"""IMF World Economic Outlook."""
