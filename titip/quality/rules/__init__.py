"""Quality decides: which answers of a record do not fit together, and which two people may be one."""
