from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from hub.core.fields import FuzzyDateField
from hub.taxonomy.models import Term, Vocabulary
from hub.taxonomy.models.terms import terms_of

from .choices import ProvisionAnswer


class PolicyAction(Orderable):
    """One step of a bill. Sources do not list them in the order in which they happened."""

    policy = ParentalKey("policies.PolicyPage", on_delete=models.CASCADE, related_name="actions")
    date = FuzzyDateField(blank=False)
    chamber = models.CharField(max_length=80, blank=True)
    text = models.CharField(max_length=500)
    classification = models.CharField(max_length=120, blank=True)

    panels = [FieldRowPanel(["date", "chamber"]), "text", "classification"]

    class Meta(Orderable.Meta):
        ordering = ["date", "sort_order", "pk"]

    def __str__(self) -> str:
        return f"{self.date} {self.text}"


class PolicyProvision(Orderable):
    """One coded answer about a law, with the words of the law that give it."""

    policy = ParentalKey("policies.PolicyPage", on_delete=models.CASCADE, related_name="provisions")
    question = models.ForeignKey(
        Term,
        on_delete=models.PROTECT,
        limit_choices_to=terms_of(Vocabulary.POLICY_PROVISION),
        related_name="+",
    )
    answer = models.CharField(max_length=16, choices=ProvisionAnswer)
    quote = models.TextField(blank=True, help_text="The law's own words.")
    pinpoint = models.CharField("where in the law", max_length=160, blank=True)
    effective_from = FuzzyDateField()
    effective_to = FuzzyDateField()
    coder = models.CharField("coded by", max_length=120, blank=True)
    checked_by = models.CharField(max_length=120, blank=True)

    panels = [
        FieldRowPanel(["question", "answer"]),
        FieldPanel("quote"),
        "pinpoint",
        FieldRowPanel(["effective_from", "effective_to"]),
        FieldRowPanel(["coder", "checked_by"]),
    ]

    class Meta(Orderable.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["policy", "question", "effective_from"], name="provision_coded_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.get_answer_display()}"

    @property
    def answer_tone(self) -> str:
        """How its badge looks; a "no" is an answer and no failure."""
        tones = {ProvisionAnswer.YES: "ok", ProvisionAnswer.PARTIAL: "wait"}
        return tones.get(ProvisionAnswer(self.answer), "")
