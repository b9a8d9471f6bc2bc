"""The decisions as views of a database: one file of SQL, to be read before it is run."""
