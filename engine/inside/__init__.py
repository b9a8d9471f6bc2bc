"""Audits an inventory inside the database that holds it."""
