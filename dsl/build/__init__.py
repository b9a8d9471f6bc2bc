"""From lark's reductions to syntax nodes: one module for each part of the tree."""
