"""PostgreSQL as Titip's actions expect a database to be: who writes to a store, writes alone."""
