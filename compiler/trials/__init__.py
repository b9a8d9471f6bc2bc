"""Tries a policy's own tests: what they would not notice, and what could be written of it."""
