"""Questions about all records at once: formulas, a search, and the theory of days.

A question ("is there a record on which these two rules disagree?") is lowered to a
formula over finite choices and comparisons of days. The formula is exact: it has a
solution when there is such a record, and a record is read off every solution and
decided by the reference evaluator before anyone is told of it.
"""
