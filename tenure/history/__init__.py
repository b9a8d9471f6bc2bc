"""What git knows of a policy: its commits, and its versions one after the other."""
