"""The way from a path to a policy: load, then resolve."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tenure.compiler.load import load_policy
from tenure.compiler.policy.policy import Policy
from tenure.compiler.resolve.policies import resolve
from tenure.dsl.diagnostics import Diagnostic


@dataclass(frozen=True, slots=True, kw_only=True)
class Compilation:
    """What became of a policy's text.

    Attributes:
        policy: the policy; `None` when its text has an error.
        diagnostics: everything that was found on the way, in the order of the text.
        readable: whether every file could be read and parsed. A policy that was read
            but does not resolve is readable, and has no `policy`.
    """

    policy: Policy | None
    diagnostics: tuple[Diagnostic, ...]
    readable: bool


def compile_policy(path: str | Path) -> Compilation:
    """Read and resolve the policy in a file or folder."""
    found: list[Diagnostic] = []
    loaded = load_policy(path, found.append)
    policy = resolve(loaded, found.append) if loaded is not None else None
    return Compilation(
        policy=policy,
        diagnostics=tuple(sorted(found, key=lambda d: d.where)),
        readable=loaded is not None,
    )
