"""The first conversations: interview, screening, drafts."""
