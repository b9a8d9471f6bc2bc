"""Audits: what is due in an inventory, what is not, and what has become of an earlier list."""
