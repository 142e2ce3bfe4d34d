"""What leaves the house: plans, released tables, the register of releases."""
