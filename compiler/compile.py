"""The way from a path to a policy: load, then resolve."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tenure.compiler.load import Reading, load_policy
from tenure.compiler.policy.policy import Policy
from tenure.compiler.resolve.policies import resolve
from tenure.compiler.resolve.recall import RuleMemory
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


def compile_policy(
    path: str | Path, reading: Reading | None = None, memory: RuleMemory | None = None
) -> Compilation:
    """Read and resolve the policy in a file or folder.

    Args:
        path: the file or folder.
        reading: how its files are read; from disk by default.
        memory: how its rules resolved the last time.
    """
    found: list[Diagnostic] = []
    loaded = load_policy(path, found.append, reading)
    policy = resolve(loaded, found.append, memory) if loaded is not None else None
    return Compilation(
        policy=policy,
        diagnostics=tuple(sorted(found, key=lambda d: d.where)),
        readable=loaded is not None,
    )
