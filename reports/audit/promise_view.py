"""What the page of an audit shows of promises and duties, ready to be laid out."""

from __future__ import annotations

from dataclasses import dataclass

from tenure.reports.audit.parts import Part


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A share within the standard.

    Attributes:
        text: in percent; empty where nothing was due yet.
        length: between 0 and 1; `None` where there is none.
        verdict: whether the target is reached, in a word; empty without target.
        kind: how it is drawn: `alarm` below the target, `open` where it cannot be told, else
            `listed`.
    """

    text: str
    length: float | None
    verdict: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseLine:
    """How one promise or stage was kept, or of it what came in by one channel.

    Attributes:
        ref, title: its reference and its title.
        context: the channel, or whose it is; may be empty.
        counts: by status, in the order of the columns.
        share: the share within the standard; `None` for what a customer may do.
        target: in percent; empty where none is set.
        mark: the target between 0 and 1; `None` where none is set.
        times: the median, the time that nine of ten took at most, and the longest, in words;
            empty where nothing was done.
        lengths: the same as a bar, of which the longest time of its unit has the length 1.
    """

    ref: str
    title: str
    context: str
    counts: tuple[int, ...]
    share: Share | None
    target: str
    mark: float | None
    times: tuple[str, str, str] | tuple[()]
    lengths: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareMonth:
    """One month of a promise: its share, and the times of it in words (see `PromiseLine`)."""

    name: str
    met: int
    closed: int
    share: Share
    times: tuple[str, str, str] | tuple[()]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareChart:
    """The shares of one promise month by month.

    Attributes:
        ref, title: its reference and its title.
        months: month after month.
        mark, target: as in `PromiseLine`.
        text: what can be seen, in a sentence.
    """

    ref: str
    title: str
    months: tuple[ShareMonth, ...]
    mark: float | None
    target: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyLine:
    """How one duty stands: its status and days in words, and how that is drawn."""

    name: str
    title: str
    standing: str
    last: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PromisesView:
    """How promises were kept.

    Attributes:
        columns: the statuses that occur, in words.
        lines: each promise and stage, in the order written.
        channels: each promise by channel, where it came in by more than one.
        charts: the shares by month, of the promises that were due.
        targets: whether any of them has a target.
        first, last: the months between which the charts run, in words.
    """

    columns: tuple[str, ...]
    lines: tuple[PromiseLine, ...]
    channels: tuple[PromiseLine, ...]
    charts: tuple[ShareChart, ...]
    targets: bool
    first: str
    last: str
