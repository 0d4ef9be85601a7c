"""One folder per source: ``source.yml`` says where it comes from, ``source.py`` how it is read."""
