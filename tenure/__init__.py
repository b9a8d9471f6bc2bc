"""Retention schedules and contact policies as source code.

    import tenure

    policy = tenure.load("policies/surrey")
    policy.check().findings
    policy.decide({"class": "comment", "fields": {"last_contact": "2024-05-14"}}).status

The names below are the public API; docs/api.md explains them. A name is imported when it
is first used, so that the command line, which uses few of them, starts at once.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tenure.api.logs import LogError
    from tenure.api.policies import LoadedPolicy, load
    from tenure.api.records import RecordError
    from tenure.compiler.check.checks import CheckReport, Proof
    from tenure.compiler.compare.changes import Change, ChangeKind, Comparison, DeadlineChange
    from tenure.compiler.compile import Compilation
    from tenure.compiler.deadlines import (
        DeadlineDecision,
        DeadlineStatus,
        DutyDecision,
        LogEntry,
        TimeLeft,
    )
    from tenure.compiler.decisions import Considered, Decision, Standing, Status
    from tenure.compiler.policy.policy import Policy
    from tenure.compiler.records import Inventory, Record
    from tenure.compiler.selftest import TestReport
    from tenure.compiler.session import Revision, Session
    from tenure.dsl.codes import Code, Severity
    from tenure.dsl.diagnostics import (
        Diagnostic,
        Edit,
        PolicyError,
        Principle,
        ReadyTest,
        Verdict,
        Witness,
    )

__version__ = "0.1.0"

__all__ = [
    "Change",
    "ChangeKind",
    "CheckReport",
    "Code",
    "Comparison",
    "Compilation",
    "Considered",
    "DeadlineChange",
    "DeadlineDecision",
    "DeadlineStatus",
    "Decision",
    "Diagnostic",
    "DutyDecision",
    "Edit",
    "Inventory",
    "LoadedPolicy",
    "LogEntry",
    "LogError",
    "Policy",
    "PolicyError",
    "Principle",
    "Proof",
    "ReadyTest",
    "Record",
    "RecordError",
    "Revision",
    "Session",
    "Severity",
    "Standing",
    "Status",
    "TestReport",
    "TimeLeft",
    "Verdict",
    "Witness",
    "__version__",
    "load",
]

_HOMES = {
    "tenure.api.logs": ("LogError",),
    "tenure.api.policies": ("Inventory", "LoadedPolicy", "Record", "load"),
    "tenure.api.records": ("RecordError",),
    "tenure.compiler.check.checks": ("CheckReport", "Proof"),
    "tenure.compiler.compare.changes": ("Change", "ChangeKind", "Comparison", "DeadlineChange"),
    "tenure.compiler.compile": ("Compilation",),
    "tenure.compiler.deadlines": (
        "DeadlineDecision",
        "DeadlineStatus",
        "DutyDecision",
        "LogEntry",
        "TimeLeft",
    ),
    "tenure.compiler.decisions": ("Considered", "Decision", "Standing", "Status"),
    "tenure.compiler.policy.policy": ("Policy",),
    "tenure.compiler.selftest": ("TestReport",),
    "tenure.compiler.session": ("Revision", "Session"),
    "tenure.dsl.codes": ("Code", "Severity"),
    "tenure.dsl.diagnostics": (
        "Diagnostic",
        "Edit",
        "PolicyError",
        "Principle",
        "ReadyTest",
        "Verdict",
        "Witness",
    ),
}


def __getattr__(name: str) -> object:
    for module, names in _HOMES.items():
        if name in names:
            value: object = getattr(import_module(module), name)
            globals()[name] = value
            return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
