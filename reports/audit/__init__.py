"""The documents of an audit: lists for people, numbers for programs, a page with charts."""
