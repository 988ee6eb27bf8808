from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, PageChooserPanel
from wagtail.models import Orderable


class RelationKind(models.TextChoices):
    """How one published thing bears on another, read from the first to the second."""

    SUPPORTS = "supports", "supports"
    EXAMPLE_OF = "example_of", "is an example of"
    IMPLEMENTS = "implements", "implements"
    REQUIRED_BY = "required_by", "is required or allowed by"
    SUPERSEDES = "supersedes", "supersedes"
    CONTRADICTS = "contradicts", "contradicts"
    AMENDS = "amends", "amends"
    COMPANION_OF = "companion_of", "is a companion of"


class ResourceRelation(Orderable):
    """A typed link between two published things; the reader sees it from both ends."""

    source = ParentalKey(
        "resources.ResourcePage", on_delete=models.CASCADE, related_name="relations"
    )
    kind = models.CharField(max_length=20, choices=RelationKind, default=RelationKind.SUPPORTS)
    target = models.ForeignKey(
        "resources.ResourcePage", on_delete=models.CASCADE, related_name="reverse_relations"
    )
    note = models.CharField(max_length=200, blank=True, help_text="Shown under the link.")

    panels = [FieldPanel("kind"), PageChooserPanel("target"), FieldPanel("note")]

    class Meta(Orderable.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["source", "kind", "target"], name="relation_once_of_its_kind"
            ),
            models.CheckConstraint(
                condition=~models.Q(source=models.F("target")), name="nothing_relates_to_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.get_kind_display()} {self.target_id}"
