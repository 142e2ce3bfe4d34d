"""The web entrance: settings, root URLs, base templates, pages composed of panels."""
