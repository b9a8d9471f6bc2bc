"""The set evaluator: the meaning of a policy as queries over millions of records (S13)."""
