"""The published schedule: one document model, one writer for each format."""

from tenure.reports.schedule.assemble import assemble
from tenure.reports.schedule.drift import drift
from tenure.reports.schedule.edition import Edition, publish_edition, read_edition
from tenure.reports.schedule.formats import FORMATS, USUAL, Writer
from tenure.reports.schedule.publish import publish
from tenure.reports.schedule.view import ScheduleView

__all__ = [
    "FORMATS",
    "USUAL",
    "Edition",
    "ScheduleView",
    "Writer",
    "assemble",
    "drift",
    "publish",
    "publish_edition",
    "read_edition",
]
