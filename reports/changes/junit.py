"""A comparison as JUnit's XML: a case for what was compared, for each gate and for each change."""

from __future__ import annotations

from collections.abc import Iterator

from tenure.dsl.codes import Severity
from tenure.reports.changes.notices import notices_of
from tenure.reports.changes.view import Compared, conclusion
from tenure.reports.notices.junit import Case, Suite, document
from tenure.reports.notices.notice import Notice


def render(compared: Compared, *, colour: bool = False) -> str:
    """Return the comparison as one document; colour is of no consequence."""
    name = f"{compared.old} → {compared.new}"
    return document([Suite(name=name, cases=tuple(_cases(compared)))])


def _cases(compared: Compared) -> Iterator[Case]:
    text = "\n".join(conclusion(compared))
    yield Case(name="the versions were compared", outcome="passed", text=text)
    for gate in compared.failed:
        yield Case(name=f"gate {gate}", outcome="failure", message=f"the change fails at `{gate}`")
    for notice in notices_of(compared, compared.places) if compared.places else ():
        yield _case(notice)


def _case(notice: Notice) -> Case:
    return Case(
        name=f"{notice.rule} {notice.text}",
        outcome="failure" if notice.level is Severity.ERROR else "passed",
        message=notice.text,
        text="\n".join(notice.more),
        span=notice.span,
    )
