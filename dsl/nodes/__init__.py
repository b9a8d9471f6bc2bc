"""The syntax tree: policies as written, each node with its span."""
