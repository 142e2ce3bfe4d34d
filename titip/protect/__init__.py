"""Staff, roles, the access decision, the vault and its keys, the audit chain."""
