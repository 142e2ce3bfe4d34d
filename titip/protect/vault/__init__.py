"""The vault: seals identities, high-risk answers, narratives and drafts; opens them while the server is unlocked."""
