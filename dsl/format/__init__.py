"""The one canonical layout of a policy's text: rows, columns, line breaks, blank lines."""
