"""The language: text to syntax tree, and the diagnostics that point into it."""
