"""What a document says otherwise than an earlier version of it, marked in the document itself."""

from tenure.reports.redline.formats import REDLINES, publish_redline, require_redlines
from tenure.reports.redline.questions import Versions

__all__ = ["REDLINES", "Versions", "publish_redline", "require_redlines"]
