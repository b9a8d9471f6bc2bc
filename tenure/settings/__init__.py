"""What a project decides: which findings count, how grave they are, which are accepted."""
