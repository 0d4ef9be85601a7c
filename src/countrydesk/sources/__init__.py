"""One folder per source: where it comes from (``source.yml``) and how it is read (``source.py``)."""
