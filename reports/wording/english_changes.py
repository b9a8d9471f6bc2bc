"""English phrases of what changed between two versions: redlines and histories.

They are part of the one catalogue; `tenure.reports.wording.english` puts it together.
"""

from __future__ import annotations

EFFECTS = {
    "effect.immediately-due": "Some records become due at once.",
    "effect.shorter": "Some records are kept for a shorter time.",
    "effect.longer": "Some records are kept for a longer time.",
    "effect.action": "Something else is done with some records at the end.",
    "effect.incomparable": "Some records are now kept until another event, or by another policy.",
    "effect.newly-conflicting": "On some records the rules now disagree.",
    "effect.no-longer-conflicting": "On some records the rules no longer disagree.",
    "effect.newly-uncovered": "Some records are no longer covered by any rule.",
    "effect.newly-covered": "Some records are covered that no rule covered before.",
    "effect.hold-released": "Some records are no longer held.",
    "effect.newly-held": "Some records are now held.",
    "effect.deadline-tighter": "The deadline is earlier.",
    "effect.deadline-looser": "The deadline is later.",
    "effect.deadline-incomparable": "The deadline is worked out in another way.",
    "effect.newly-promised": "It is promised anew, or to more people.",
    "effect.no-longer-promised": "It is no longer promised, or to fewer people.",
    "effect.unknown": "For some records it is not known what changes.",
    "effect.none": "No record is kept longer or shorter because of this.",
}

REDLINE = {
    "redline.title": "{title}: what has changed",
    "redline.head": "About the document",
    "redline.since": "Compared with",
    "redline.fingerprints": "Fingerprints of the two versions",
    "redline.summary": "Summary of changes",
    "redline.note": "Deleted text is struck through, and new text is underlined. A rule that only "
    "moved, or says the same in other words, is not marked.",
    "redline.tracked": "Deletions and insertions are tracked changes: reject all of them for what "
    "the earlier version said, accept all for what the new one says. This summary belongs to "
    "neither. A rule that only moved, or says the same in other words, is not marked.",
    "redline.same": "Nothing that this document says has changed.",
    "redline.removed": "Removed",
    "redline.changed": "Changed",
    "redline.added": "New",
    "redline.renumbered": "Another number, and the same otherwise",
    "redline.texts": "The same rule, with other texts beside it",
    "redline.reworded": "The same rule in other words, not marked below",
    "redline.was": "(before: {was})",
    "redline.deleted text": "deleted:",
    "redline.inserted text": "added:",
    "redline.before": "Before",
    "redline.after": "Now",
    "redline.what": "What became of it",
    "redline.effect": "What that does",
    "redline.list": "Changes",
}

HISTORY = {
    "doc.history": "Change history",
    "doc.history.caption": "What each version of this document changed",
    "doc.history.note": "Each version of the rules, newest first, with what it said otherwise than "
    "the version before it, and what came of that on the day of the change.",
    "doc.history.cut": "Older versions are not known here.",
    "history.no day": "Day not known",
    "history.first": "First version",
    "history.removed": "Withdrawn",
    "history.unreadable": "This version cannot be read.",
    "history.counts.from": "From {start}",
    "history.counts.until": "Until {end}",
    "history.counts.both": "From {start} to {end}",
    "column.day": "Date",
    "column.version": "Version",
    "column.changed": "What changed",
    "column.effect": "What that does",
    "column.counts": "In force",
}

PHRASES = EFFECTS | REDLINE | HISTORY
