from django.db import models
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index

from hub.core.blocks import PROSE_FEATURES
from hub.core.open_data import open_fields
from hub.core.structured_data import Absolute, Node, Shown, node, organization
from hub.resources.contents import Part
from hub.resources.evidence import EvidenceLevel
from hub.resources.facets import PlaceFacet, TermFacet, TopicFacet
from hub.resources.models import ResourceIndexPage, ResourcePage
from hub.resources.standing import Standing
from hub.resources.structured_data import article
from hub.taxonomy.models import Vocabulary

from .forms import GuidelinePageForm


class Strength(models.TextChoices):
    STRONG = "strong", "Strong recommendation"
    CONDITIONAL = "conditional", "Conditional recommendation"
    AGAINST = "against", "Recommendation against"
    STATEMENT = "statement", "Good practice statement"


class RecommendationValue(blocks.StructValue):
    @property
    def strength_label(self) -> str:
        return Strength(self["strength"]).label

    @property
    def level_label(self) -> str:
        return EvidenceLevel(self["evidence"]).label


class RecommendationBlock(blocks.StructBlock):
    text = blocks.TextBlock()
    strength = blocks.ChoiceBlock(choices=Strength.choices, default=Strength.CONDITIONAL)
    evidence = blocks.ChoiceBlock(choices=EvidenceLevel.choices, default=EvidenceLevel.NOT_RATED)
    rationale = blocks.RichTextBlock(required=False, features=PROSE_FEATURES)

    class Meta:
        icon = "check"
        value_class = RecommendationValue


class GuidelinePage(ResourcePage):
    """Numbered recommendations that a clinician and a medical director have signed."""

    issuing_body = models.CharField(max_length=200)
    version = models.CharField(max_length=20)
    effective_on = models.DateField(null=True, blank=True)
    scope = RichTextField(features=PROSE_FEATURES)
    # Numbered by their place in the list, so that a number is never given twice.
    recommendations = StreamField([("recommendation", RecommendationBlock())])
    clinical_reviewer = models.CharField(max_length=160, blank=True)
    clinical_review_on = models.DateField("clinical review on", null=True, blank=True)
    medical_director = models.CharField("medical director who signed", max_length=160, blank=True)
    signed_off_on = models.DateField(null=True, blank=True)
    applicability = RichTextField(
        "where it applies",
        features=PROSE_FEATURES,
        blank=True,
        help_text="State scopes of practice and local medical direction.",
    )
    conflicts_of_interest = RichTextField(features=PROSE_FEATURES, blank=True)

    brief_fields = {
        "scope": "Scope",
        "recommendations": "Recommendations",
        "applicability": "Where it applies",
    }
    kind_label = "Guideline"
    kind_icon = "verified"
    parts = (
        Part("scope", "What it covers"),
        Part("recommendations", "Recommendations"),
        Part("sign_off", "Clinical review and sign-off", ("version",)),
        Part("applicability", "Where it applies"),
        Part("conflicts_of_interest", "Conflicts of interest"),
    )
    related_headings = {"guidelinepage": "Other guidelines"}
    open_columns = (
        "issuing_body",
        "version",
        "effective_on",
        "clinical_reviewer",
        "clinical_review_on",
        "medical_director",
        "signed_off_on",
    )
    api_fields = [
        *ResourcePage.api_fields,
        *open_fields(
            open_columns,
            blocks=["recommendations"],
            prose=["scope", "applicability", "conflicts_of_interest"],
        ),
    ]
    parent_page_types = ["guidelines.GuidelineIndexPage"]
    base_form_class = GuidelinePageForm
    content_panels = [
        *ResourcePage.content_panels[:2],
        MultiFieldPanel(
            ["issuing_body", FieldRowPanel(["version", "effective_on"]), "scope"],
            heading="What it is",
        ),
        FieldPanel("recommendations"),
        MultiFieldPanel(
            [
                # Written by the clinician's approval and by nobody's hand.
                FieldRowPanel(
                    [
                        FieldPanel("clinical_reviewer", read_only=True),
                        FieldPanel("clinical_review_on", read_only=True),
                    ]
                ),
                FieldRowPanel(["medical_director", "signed_off_on"]),
                "applicability",
                "conflicts_of_interest",
            ],
            heading="Clinical review and sign-off",
        ),
        FieldPanel("body", heading="More"),
    ]
    search_fields = [
        *ResourcePage.search_fields,
        index.SearchField("scope"),
        index.SearchField("recommendations"),
    ]

    class Meta:
        verbose_name = "guideline"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(signed_off_on=None) | ~models.Q(medical_director=""),
                name="sign_off_names_who_signed",
                violation_error_message="Name the medical director who signed, or clear the date.",
            ),
        ]

    def get_standing(self) -> Standing | None:
        return Standing("guideline:signed" if self.is_signed_off else "guideline:unsigned")

    def structured_data(self, shown: Shown, absolute: Absolute) -> Node:
        issued_by = organization(self.issuing_body)
        guideline = node(
            "MedicalGuideline",
            name=self.title,
            guidelineDate=self.effective_on,
            recognizingAuthority=issued_by,
        )
        return article(
            self, shown, absolute, author=issued_by, version=self.version, mainEntity=guideline
        )

    @property
    def is_signed_off(self) -> bool:
        return bool(self.signed_off_on and self.clinical_reviewer)

    @property
    def row_facts(self) -> list[str]:
        return [self.issuing_body, f"Version {self.version}"]


class GuidelineIndexPage(ResourceIndexPage):
    kind_label = "Guidelines"
    listed_model = GuidelinePage
    facets = (
        TopicFacet(is_open=True),
        TermFacet(Vocabulary.DISCIPLINE, "Discipline", is_open=True),
        TermFacet(Vocabulary.RESPONSE_MODEL, "Response model"),
        TermFacet(Vocabulary.COMMUNITY_TYPE, "Community"),
        TermFacet(Vocabulary.STAGE, "Stage"),
        TermFacet(Vocabulary.POPULATION, "Population"),
        PlaceFacet(),
    )
    subpage_types = ["guidelines.GuidelinePage"]
