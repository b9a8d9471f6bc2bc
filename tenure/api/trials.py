"""A change of a policy tried on an inventory, from Python."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tenure.engine.audit.audit import Step
    from tenure.engine.trial.results import TrialSummary
    from tenure.engine.trial.trial import TrialRequest


def try_change(
    asked: TrialRequest,
    list_to: str | Path | None = None,
    *,
    step: Step = lambda what: None,
) -> TrialSummary:
    """Decide an inventory by both versions of a policy.

    Args:
        asked: what is asked.
        list_to: where the list of the records that are decided differently goes, as
            Parquet; it is whole when it is there. `None` for nowhere.
        step: is told what is done.

    Raises:
        DataError: a mapping or the data cannot be used.
        OSError: something cannot be written.
    """
    from tempfile import TemporaryDirectory

    from tenure.api.files import whole_file
    from tenure.engine.audit.audit import connected
    from tenure.engine.trial.trial import run_trial

    with TemporaryDirectory(prefix="tenure-") as folder, connected(Path(folder)) as connection:
        work = Path(folder, "work")
        work.mkdir()
        trial = run_trial(connection, asked, work, step=step)
        if list_to is not None:
            with whole_file(list_to) as draft:
                trial.write_list(draft)
        return trial.summary
