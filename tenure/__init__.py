"""Retention schedules and contact policies as source code."""
