"""A change of a policy on trial: what it does to the records of a real inventory."""
