"""`tenure audit`: decide an inventory, and write what may be disposed of."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tenure.cli.parameters import as_of_option, fact_option, log_option, not_empty, policy_argument

if TYPE_CHECKING:
    from tenure.compiler.policy.policy import Policy
    from tenure.engine.audit.audit import AuditRequest
    from tenure.engine.audit.results import AuditSummary, DutyLog
    from tenure.engine.audit.verify import Verification
    from tenure.engine.inside.host import EngineName


ENGINES = ("duckdb", "postgresql", "spark")
"""Those of `engine.inside.host`, which is not imported for a list of options."""


@click.command("audit")
@policy_argument()
@click.option(
    "--data",
    required=True,
    metavar="PATH",
    callback=not_empty,
    help="The mapping file, or the folder in which mapping.toml lies.",
)
@click.option("--to", metavar="DIR", callback=not_empty, help="The folder; it must not be there.")
@click.option(
    "--replace", is_flag=True, help="Replace an earlier audit in DIR, and the one in TABLE."
)
@click.option(
    "--engine",
    type=click.Choice(ENGINES),
    default=ENGINES[0],
    show_default=True,
    help="What decides: duckdb here; the others where the mapping's tables are.",
)
@click.option(
    "--results",
    metavar="TABLE",
    callback=not_empty,
    help="A table there for the decisions; it must not be there.",
)
@click.option(
    "--verify",
    "previous",
    metavar="PREVIOUS",
    callback=not_empty,
    help="The folder of an earlier audit: what has become of its disposal list?",
)
@click.option("--init", is_flag=True, help="Draft mapping.toml from the data in the folder PATH.")
@fact_option()
@log_option("What was done and what happened: how do the duties stand?")
@as_of_option("The day of the decisions; a future day is a forecast.")
def command(
    *,
    policy: str,
    data: str,
    to: str | None,
    replace: bool,
    engine: EngineName,
    results: str | None,
    previous: str | None,
    init: bool,
    facts: tuple[str, ...],
    log: str | None,
    as_of: date | None,
) -> int:
    """Decide every record of an inventory by the rules and standards of POLICY.

    Writes the disposal list, everything that has no answer, all decisions and deadlines,
    counts, and a report with charts into DIR; the whole of it, or nothing. Rows that are not
    sound are put aside with reasons, and never disposed of.

    \b
    Examples:
      tenure audit policies/surrey --data policies/surrey/inventory --to build/audit
      tenure audit policies/surrey --data policies/surrey/inventory \\
        --as-of 2027-12-31 --to build/forecast
      tenure audit policies/surrey --data casework.toml --engine postgresql \\
        --results audit.decisions --to build/audit
      tenure audit policies/polha --data policies/polha/inventory \\
        --log policies/polha/inventory/duty-log.csv --to build/promises

    Exits with 1 when a row was put aside, a record is in conflict or uncovered, or PREVIOUS
    shows one that is gone without being listed; with 2 when the work could not be done.
    """
    from tenure.cli.reading import read_facts, read_policy
    from tenure.engine.audit.audit import AuditRequest
    from tenure.engine.inside.host import Elsewhere

    resolved = read_policy(policy)
    if init:
        return _init(resolved, data)
    if to is None:
        raise click.UsageError("say with --to DIR where to write")
    if results is not None and engine == ENGINES[0]:
        raise click.UsageError("--results is for tables of the engines postgresql and spark")
    where = Elsewhere(engine=engine, results=results, replace=replace)
    asked = AuditRequest(
        policy=resolved,
        data=Path(data),
        as_of=as_of or date.today(),
        facts=read_facts(resolved, facts),
        previous=Path(previous) if previous else None,
        elsewhere=where if engine != ENGINES[0] else None,
        log=_log(resolved, log) if log else None,
    )
    return _audit(to, asked, replace=replace)


def _log(policy: Policy, path: str) -> DutyLog:
    from hashlib import sha256

    from tenure.cli.reading import read_log_of
    from tenure.engine.audit.results import DutyLog

    entries = read_log_of(path, policy)
    place = Path(path)
    return DutyLog(label=place.name, sha256=sha256(place.read_bytes()).hexdigest(), entries=entries)


def _audit(to: str, asked: AuditRequest, *, replace: bool) -> int:
    import duckdb

    from tenure.api.audits import audit_to
    from tenure.cli.reading import refuse
    from tenure.cli.steps import steps
    from tenure.cli.terminal import CANNOT, cannot_write, complain, write
    from tenure.dsl.diagnostics import PolicyError
    from tenure.reports.audit.text import audit_text

    try:
        with steps() as step:
            summary, verification = audit_to(to, asked, replace=replace, step=step)
    except PolicyError as error:
        refuse(error.diagnostics)
    except FileExistsError as error:
        complain(f"cannot write `{to}`: {error.strerror}\n{_instead(replace=replace)}")
        return CANNOT
    except OSError as error:
        return cannot_write(f"`{to}`", error)
    except (duckdb.IOException, duckdb.OutOfMemoryException) as error:
        complain(f"cannot write `{to}`: {str(error).partition(chr(10))[0]}")
        return CANNOT
    write(audit_text(summary, verification, to))
    return int(_has_findings(summary, verification))


def _instead(*, replace: bool) -> str:
    if replace:
        return "name a folder that is not there"
    return "name a folder that is not there, or say --replace where an earlier audit is to go"


def _has_findings(summary: AuditSummary, verification: Verification | None) -> bool:
    tallies = summary.tallies
    wrong = tallies.rejected + tallies.of_status("conflict", "uncovered")
    return bool(wrong or (verification and verification.alarms))


def _init(policy: Policy, data: str) -> int:
    from tenure.api.audits import draft_mapping
    from tenure.cli.reading import refuse
    from tenure.cli.terminal import CANNOT, cannot_write, complain, write
    from tenure.dsl.diagnostics import PolicyError
    from tenure.reports.audit.text import draft_text

    try:
        path, draft = draft_mapping(policy, data)
    except PolicyError as error:
        refuse(error.diagnostics)
    except FileExistsError as error:
        complain(f"`{error.filename}` is there already\nmove it away to have another drafted")
        return CANNOT
    except OSError as error:
        return cannot_write(f"`{data}`", error)
    write(draft_text(path, draft))
    return 0
