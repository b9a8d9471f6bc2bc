"""The published schedule: one document model, one writer for each format."""

from tenure.reports.schedule.assemble import assemble
from tenure.reports.schedule.formats import FORMATS, Writer
from tenure.reports.schedule.publish import publish
from tenure.reports.schedule.view import ScheduleView

__all__ = ["FORMATS", "ScheduleView", "Writer", "assemble", "publish"]
