"""How many are not seen: the estimation engine against published values, closed forms, brute force and simulated people."""
