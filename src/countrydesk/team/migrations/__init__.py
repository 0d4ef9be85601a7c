"""The steps that make and change the tables of a team's store."""
