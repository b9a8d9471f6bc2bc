"""Documents and outputs: findings, decisions, test reports, graphs, schedules."""
