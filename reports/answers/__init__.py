"""Answers in a published page: until when is one record kept, worked out by the page itself."""
