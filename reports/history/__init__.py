"""The change history of a policy: which version said what otherwise, and since when."""

from tenure.reports.history.json import render_json
from tenure.reports.history.part import history_part
from tenure.reports.history.text import render_text
from tenure.reports.history.view import Changed, Entry, History

__all__ = ["Changed", "Entry", "History", "history_part", "render_json", "render_text"]
