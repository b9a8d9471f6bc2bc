"""From a compiled policy to queries: one for each record class that records state."""
