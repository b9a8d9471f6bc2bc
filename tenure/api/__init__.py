"""What stands behind `import tenure`: the facade, records from outside, files written whole."""
