"""Inventories: from a customer's tables to staged relations, with nothing lost on the way."""
