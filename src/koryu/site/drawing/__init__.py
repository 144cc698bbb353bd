"""Maps, charts and diagrams, as the geometry of SVG."""
