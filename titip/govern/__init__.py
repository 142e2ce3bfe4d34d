"""The keeping of promises: inventory, plans, retention, incidents."""
