"""Plain English, and other languages, from resolved rules."""

from tenure.reports.wording.catalogue import Catalogue
from tenure.reports.wording.english import ENGLISH
from tenure.reports.wording.holds import HoldWording, word_hold
from tenure.reports.wording.languages import LANGUAGES, catalogue
from tenure.reports.wording.obligations import ObligationWording, StepWording, word_obligations
from tenure.reports.wording.prose import Prose, Run, plain
from tenure.reports.wording.rules import RuleWording, word_rules

__all__ = [
    "ENGLISH",
    "LANGUAGES",
    "Catalogue",
    "HoldWording",
    "ObligationWording",
    "Prose",
    "RuleWording",
    "Run",
    "StepWording",
    "catalogue",
    "plain",
    "word_hold",
    "word_obligations",
    "word_rules",
]
