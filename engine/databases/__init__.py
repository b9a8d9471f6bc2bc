"""The databases that can run the queries, one module each."""
