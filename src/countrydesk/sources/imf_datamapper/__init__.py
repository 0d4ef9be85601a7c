"""IMF DataMapper: the newest vintage of the World Economic Outlook."""
