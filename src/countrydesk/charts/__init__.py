"""Charts and maps: one Vega-Lite 5 specification for each form, exported as SVG."""
