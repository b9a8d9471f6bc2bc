"""Audits from Python: an inventory in, a folder of documents out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tenure.compiler.policy.policy import Policy

if TYPE_CHECKING:
    from tenure.engine.audit.audit import AuditRequest, Step
    from tenure.engine.audit.results import AuditSummary
    from tenure.engine.audit.verify import Verification
    from tenure.engine.inventories.draft import MappingDraft


def audit_to(
    to: str | Path,
    asked: AuditRequest,
    *,
    replace: bool = False,
    step: Step = lambda what: None,
) -> tuple[AuditSummary, Verification | None]:
    """Audit an inventory and write the documents into a folder.

    Args:
        to: the folder; whole when it is there.
        asked: what is asked.
        replace: whether an earlier audit in `to` may be replaced.
        step: is told what is done.

    Raises:
        DataError: the mapping, the data or the earlier audit cannot be used.
        FileExistsError: `to` is there and may not be replaced.
        OSError: something cannot be written.
    """
    from contextlib import ExitStack

    from tenure import __version__
    from tenure.api.folders import whole_folder
    from tenure.engine.audit.audit import connected, run_audit
    from tenure.engine.audit.by_size import decide_by_size
    from tenure.engine.audit.places import Here, Place
    from tenure.engine.audit.verify import MANIFEST, Verifier, read_manifest
    from tenure.engine.inside.place import inside
    from tenure.reports.audit.publish import write_audit
    from tenure.reports.schedule.fingerprint import fingerprint

    if asked.previous is not None:
        read_manifest(asked.previous)  # what is not there is better said before the work
    print_ = fingerprint(asked.policy.sources)
    with ExitStack() as opened:
        draft = opened.enter_context(whole_folder(to, sign=MANIFEST, replace=replace))
        base = opened.enter_context(connected(draft.work))
        place: Place = Here(base, draft.work, decide_by_size)
        if asked.elsewhere is not None:
            place = opened.enter_context(inside(base, asked.elsewhere))
        audit = run_audit(base, asked, place, step=step)
        verifier = Verifier(audit, asked.previous, print_) if asked.previous else None
        write_audit(
            audit,
            draft.folder,
            fingerprint=print_,
            version=__version__,
            verifier=verifier,
            step=step,
        )
        place.finish()
        return audit.summary, verifier.verification if verifier else None


def draft_mapping(policy: Policy, data: str | Path) -> tuple[Path, MappingDraft]:
    """Draft a mapping for a folder of data, and write it into the folder.

    Raises:
        DataError: the folder, or a file in it, cannot be read.
        FileExistsError: there is a mapping already.
        OSError: it cannot be written.
    """
    from tempfile import TemporaryDirectory

    from tenure.api.files import write_files
    from tenure.engine.audit.audit import connected
    from tenure.engine.inventories.draft import draft
    from tenure.engine.inventories.read_mapping import MAPPING_NAME

    folder = Path(data)
    path = folder / MAPPING_NAME
    if path.exists():
        raise FileExistsError(17, "it is there already", str(path))
    with TemporaryDirectory() as work, connected(Path(work)) as connection:
        drafted = draft(connection, policy, folder, Path(work))
    write_files(folder, {MAPPING_NAME: drafted.text.encode("utf-8")})
    return path, drafted
