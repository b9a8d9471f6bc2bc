"""The checks: what is wrong with a policy that reads and resolves."""

from tenure.compiler.check.checks import CheckReport, Proof, check_policy

__all__ = ["CheckReport", "Proof", "check_policy"]
