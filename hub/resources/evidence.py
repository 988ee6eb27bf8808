"""How strong the evidence is and what it says. The scale and its crosswalk: docs/glossary.md.

The levels are in the code because badges, bars and lists branch on them; their definitions are
words of the `evidence_level` vocabulary, kept by editors and shown at /about/evidence/.
"""

from django.db import models


class EvidenceLevel(models.TextChoices):
    STRONG = "strong", "Strong evidence"
    MODERATE = "moderate", "Moderate evidence"
    PROMISING = "promising", "Promising"
    EMERGING = "emerging", "Emerging"
    MIXED = "mixed", "Mixed evidence"
    HARMFUL = "ineffective-harmful", "No effect or harmful"
    NOT_RATED = "not-rated", "Not yet rated"


class OutcomeDirection(models.TextChoices):
    BETTER = "better", "Better"
    NO_CHANGE = "no-change", "No change"
    WORSE = "worse", "Worse"
    UNCLEAR = "unclear", "Unclear"


class StudyDesign(models.TextChoices):
    """The slugs of the `evidence_type` vocabulary."""

    RCT = "rct", "Randomized trial"
    QUASI = "quasi", "Quasi-experiment or matched comparison"
    PRE_POST = "pre-post", "Before-and-after"
    PROGRAM_DATA = "descriptive", "Program data or descriptive report"
    QUALITATIVE = "qualitative", "Qualitative study"
    COST = "cost", "Cost study"
    REVIEW = "review", "Systematic review or meta-analysis"
    CONSENSUS = "consensus", "Expert consensus or guideline"
    LIVED_EXPERIENCE = "lived-experience", "Lived-experience testimony or participatory research"
    ADOPTION_REPORT = "adoption-report", "Adoption report on this hub"
