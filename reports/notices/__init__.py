"""What programs that review code show beside it: one notice a place, one module a format."""
