"""GitLab's code quality report, which is compared with that of the target branch."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable
from pathlib import PurePath

from tenure.dsl.codes import Severity
from tenure.reports.findings.documents import json_document
from tenure.reports.notices.notice import Notice, digest, end

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.ADVICE: "info"}


def document(notices: Iterable[Notice]) -> str:
    """Return the notices that nobody has accepted; GitLab wants every fingerprint but once."""
    seen: Counter[str] = Counter()
    entries = []
    for notice in notices:
        if notice.suppressed is not None:
            continue
        again = seen[notice.fingerprint]
        seen[notice.fingerprint] += 1
        own = digest(notice.fingerprint, str(again)) if again else notice.fingerprint
        entries.append(_entry(notice, own))
    return json_document(entries)


def _entry(notice: Notice, fingerprint: str) -> dict[str, object]:
    span = notice.span
    lines = {"begin": span.line, "end": end(span)[0]} if span is not None else {"begin": 1}
    path = PurePath(os.path.normpath(notice.path or ".")).as_posix()
    return {
        "description": f"{notice.rule} {notice.text}",
        "check_name": notice.rule,
        "fingerprint": fingerprint,
        "severity": _SEVERITIES[notice.level],
        "location": {"path": path, "lines": lines},
        "content": {"body": "\n".join(notice.more)},
    }
