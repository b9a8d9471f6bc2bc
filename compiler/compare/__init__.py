"""Compares two versions of a policy by what they say of records."""
