"""Meaning: from syntax trees to a resolved policy, its rule graph, findings and decisions."""
