from .adoption_report import AdoptionReport, AdoptionReportQuerySet
from .practice_index_page import PracticeIndexPage
from .practice_page import PracticePage

__all__ = [
    "AdoptionReport",
    "AdoptionReportQuerySet",
    "PracticeIndexPage",
    "PracticePage",
]
