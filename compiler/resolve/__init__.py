"""From syntax to policy: names, classes, types, periods, rules."""
