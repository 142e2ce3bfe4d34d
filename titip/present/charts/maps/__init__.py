"""Maps: shipped outlines, a shaded map of rates, a map of flows. No tiles, no network."""
