"""The register decides: how two edits meet, and what stands in which store."""
