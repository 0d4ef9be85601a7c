"""``python -m countrydesk`` is the command line."""

from countrydesk.cli import main

main()
