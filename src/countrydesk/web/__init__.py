"""The desk in a browser: pages that work without scripts, and the API behind them.

``create_app`` in :mod:`countrydesk.web.app` makes the application; nothing is served from, or asked
of, another machine.
"""
