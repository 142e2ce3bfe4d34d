"""Cases: who takes part in them, what is due next."""
