"""`tenure explain`: decide one record, with every reason."""

from __future__ import annotations

import sys
from datetime import date
from typing import TYPE_CHECKING

import click

from tenure.cli.parameters import (
    as_of_moment_option,
    fact_option,
    output_format_option,
    policy_argument,
)
from tenure.reports.decisions import FORMATS, renderer

if TYPE_CHECKING:
    from tenure.compiler.deadlines import AsOf


@click.command("explain")
@policy_argument()
@click.argument("record_class", metavar="CLASS")
@click.argument("fields", nargs=-1, metavar="[FIELD=VALUE]...")
@click.option(
    "--given",
    multiple=True,
    metavar="'CLASS ID FIELD=VALUE ...'",
    help="A record that it links to, by its ID. May be repeated.",
)
@fact_option()
@as_of_moment_option("The day of the decision; for deadlines also the time.")
@output_format_option(FORMATS)
def command(
    *,
    policy: str,
    record_class: str,
    fields: tuple[str, ...],
    given: tuple[str, ...],
    facts: tuple[str, ...],
    as_of: AsOf | None,
    output_format: str,
) -> int:
    """Decide one record of CLASS by the rules of POLICY, and give every reason.

    The answer has what becomes of the record and, where the policy has standards or
    procedures for it, every deadline.

    A field that is not named is unknown, a yes/no field too: in a policy's tests that would
    be no, so add what is not so as urgent=no. Values are written as in those tests; the ids
    of several linked records stand with commas between them. Every record also has
    disposed_as and extended_until.

    \b
    Examples:
      tenure explain policies/surrey comment last_contact=2024-05-14
      tenure explain policies/surrey call_recording recorded=2026-01-05 complaints=c \\
        --given 'complaint c closed=2026-02-01' --as-of 2026-05-01
      tenure explain policies/surrey badge_application closed=2026-01-05 \\
        --fact new_badge_system=yes

    To give the record an id of its own, write CLASS:ID.
    """
    from tenure.api.records import RecordError
    from tenure.cli.questions import Question, question
    from tenure.cli.reading import read_policy, refuse
    from tenure.cli.terminal import wants_colour, write_as
    from tenure.compiler.deadlines import AsOf
    from tenure.compiler.evaluate.deadlines import Deadlines
    from tenure.compiler.evaluate.decide import Decider
    from tenure.compiler.records import Inventory
    from tenure.reports.decisions.explanations import Explanation

    resolved = read_policy(policy, output_format)
    asked = Question(record=(record_class, *fields), given=given, facts=facts)
    try:
        records, assumed = question(resolved, asked)
    except RecordError as error:
        refuse(error.diagnostics)
    moment = as_of or AsOf(day=date.today())
    inventory = Inventory(records)
    explanation = Explanation(
        policy=resolved,
        decision=Decider(resolved, inventory, moment.day, assumed).decide(records[0]),
        deadlines=Deadlines(resolved, inventory, moment, assumed).decide(records[0]),
        time=moment.time,
        records=records,
        facts=assumed,
    )
    write_as(output_format, renderer(output_format)(explanation, colour=wants_colour(sys.stdout)))
    return 0
