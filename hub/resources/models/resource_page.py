from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from taggit.models import ItemBase
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    PageChooserPanel,
    TabbedInterface,
)
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.fields import StreamField
from wagtail.search import index

from hub.core.blocks import BodyBlock
from hub.core.briefs import Briefed
from hub.core.models import BasePage, BasePageManager
from hub.core.open_data import open_as, open_fields
from hub.core.structured_data import Absolute, Node, Shown
from hub.taxonomy.models import Jurisdiction, Term, Topic, Vocabulary

from ..blocks import SourceBlock
from ..contents import Part
from ..facts import Facts
from ..forms import ResourcePageForm
from ..standing import Standing
from ..structured_data import article
from ..vocabulary_panels import VocabularyPanel
from .listed import Listed
from .queryset import ResourceQuerySet


def _slugs(terms: list[Term], vocabulary: str) -> frozenset[str]:
    return frozenset(term.slug for term in terms if term.vocabulary == vocabulary)


class ResourceTopic(ItemBase):
    tag = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="resource_topics")
    content_object = ParentalKey(
        "resources.ResourcePage", on_delete=models.CASCADE, related_name="tagged_topics"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tag", "content_object"], name="resource_topic_once")
        ]


class ResourcePage(Briefed, Listed):
    """What all published things have in common. Practices, policies, cases and sites build on it.

    It is a table of its own, so that a topic or a place can list everything in one query.
    """

    summary = models.CharField(
        max_length=300, help_text="Plain words, 300 characters at most. Shown in every list."
    )
    body = StreamField(BodyBlock(), blank=True)
    topics = ClusterTaggableManager(through=ResourceTopic, blank=True)
    jurisdictions = ParentalManyToManyField(
        Jurisdiction, blank=True, related_name="resources", verbose_name="places"
    )
    # Every many-valued vocabulary in one relation: one statement to show, one to count.
    terms = ParentalManyToManyField(Term, blank=True, related_name="resources")
    principles = ParentalManyToManyField(
        "principles.PrinciplePage",
        blank=True,
        related_name="resources",
        help_text="The principles that this carries out.",
    )
    sources = StreamField([("source", SourceBlock())], blank=True)
    owner_organization = models.ForeignKey(
        "directory.OrganizationPage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="resources",
    )
    credits = models.CharField(max_length=250, blank=True, help_text="Who wrote it.")
    license = models.CharField(max_length=80, blank=True, help_text="For example: CC BY 4.0")
    content_notice = models.CharField(
        max_length=250, blank=True, help_text="For example: speaks of suicide; no methods."
    )
    last_reviewed = models.DateField(null=True, blank=True)
    review_due = models.DateField(null=True, blank=True)
    reviewer = models.CharField(max_length=120, blank=True)
    lived_experience_review = models.CharField(
        "reviewed by people with lived experience",
        max_length=160,
        blank=True,
        help_text="Who and when, as they chose to be named.",
    )
    is_sample = models.BooleanField(
        "sample", default=False, help_text="Made up to show how the hub works. Marked everywhere."
    )
    # What the badge in lists says. Kept here so that a mixed list need not fetch each type.
    standing = models.CharField(max_length=40, blank=True, editable=False)
    standing_as_of = models.DateField(null=True, blank=True, editable=False)

    objects = BasePageManager.from_queryset(ResourceQuerySet)()

    # Which vocabularies the editor is asked for, in this order; a type may narrow the list.
    vocabularies: ClassVar[list[str]] = [
        Vocabulary.COMMUNITY_TYPE,
        Vocabulary.RESPONSE_MODEL,
        Vocabulary.DISCIPLINE,
        Vocabulary.STAGE,
        Vocabulary.ENCOUNTER_TYPE,
        Vocabulary.POPULATION,
    ]
    fetched_with: ClassVar[list[str]] = ["owner_organization"]
    # The headings of its page in order, and what its related things are called where that differs.
    parts: ClassVar[Sequence[Part]] = ()
    related_headings: ClassVar[dict[str, str]] = {}
    # Field for field what files of lists and the API tell of every type; a type adds its own.
    api_fields = [
        *open_fields(["summary", "card_kind", "standing_text", "standing_as_of"]),
        open_as("topics", "topic_slugs"),
        open_as("places", "place_slugs"),
        open_as("terms", "term_slugs"),
        *open_fields(
            ["last_reviewed", "review_due", "license", "credits", "is_sample"],
            blocks=["body", "sources"],
        ),
    ]
    is_creatable = False
    base_form_class = ResourcePageForm
    subpage_types: list[str] = []
    content_panels = [
        *BasePage.content_panels,
        # As high as its words: nobody checks a sentence through a slit.
        FieldPanel("summary", widget=AdminAutoHeightTextInput(attrs={"rows": 2})),
        "body",
    ]
    facet_panels = [
        FieldPanel("topics", heading="Topics", help_text="Two to four, from the list."),
        FieldPanel("jurisdictions", widget=forms.CheckboxSelectMultiple),
        VocabularyPanel("community_type"),
        VocabularyPanel("response_model"),
        VocabularyPanel("discipline"),
        VocabularyPanel("stage"),
        VocabularyPanel("encounter_type"),
        VocabularyPanel("population"),
    ]
    relation_panels = [
        FieldPanel("principles", widget=forms.CheckboxSelectMultiple),
        InlinePanel("relations", heading="Related items", label="Related item"),
        FieldPanel("sources"),
    ]
    care_panels = [
        MultiFieldPanel(
            [
                FieldRowPanel(["last_reviewed", "review_due"]),
                "reviewer",
                "lived_experience_review",
                "content_notice",
            ],
            heading="Review",
        ),
        MultiFieldPanel(
            [PageChooserPanel("owner_organization"), "credits", "license", "is_sample"],
            heading="Ownership",
        ),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("summary"),
        index.SearchField("body"),
        index.AutocompleteField("title"),
    ]

    class Meta:
        indexes = [
            models.Index(fields=["-last_reviewed", "-page_ptr"], name="reviewed_first"),
            # What is overdue, on the first screen of the editors' side.
            models.Index(fields=["review_due", "page_ptr"], name="review_due_first"),
            *Listed.INDEXES,
        ]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        # The same tabs for every type, built from whatever panels the type declares.
        cls.edit_handler = TabbedInterface(
            [
                ObjectList(cls.content_panels, heading="Content"),
                ObjectList(cls.facet_panels, heading="Who and where"),
                ObjectList(cls.relation_panels, heading="Links and sources"),
                ObjectList(cls.care_panels, heading="Review and rights"),
                ObjectList(cls.promote_panels, heading="Promote"),
                # The schedule and the comments, which Wagtail shows in the side panels.
                ObjectList(cls.settings_panels, heading="Settings"),
            ]
        )

    def clean(self) -> None:
        super().clean()
        # Lists show it in one line, however it was typed.
        self.summary = " ".join(self.summary.splitlines())
        standing = self.get_standing()
        self.standing = standing.key if standing else ""
        self.standing_as_of = standing.as_of if standing else None
        if self.last_reviewed and self.review_due and self.review_due <= self.last_reviewed:
            raise ValidationError({"review_due": "The next review comes after the last one."})

    def get_standing(self) -> Standing | None:
        """Where this thing stands, for its badge in lists; each type answers for itself."""
        return None

    def match_facts(self) -> Facts | None:
        """The program it tells of, for matching; None for what tells of none."""
        return None

    @property
    def standing_badge(self) -> Standing | None:
        return Standing.from_key(self.standing, self.standing_as_of) if self.standing else None

    @property
    def card_kind(self) -> str:
        """What it is called above its title in lists, whichever class it was fetched as."""
        return self.specific_class.kind_label

    @property
    def card_icon(self) -> str:
        return self.specific_class.kind_icon

    @property
    def row_facts(self) -> list[str]:
        """What a list of one type shows beside the summary; each type answers for itself."""
        return []

    @property
    def place_names(self) -> str:
        return ", ".join(place.name for place in self.jurisdictions.all())

    @property
    def standing_text(self) -> str:
        return self.standing_badge.text if self.standing_badge else ""

    @property
    def topic_slugs(self) -> list[str]:
        """Of the topics that with_facets() fetched."""
        return [tagged.tag.slug for tagged in self.tagged_topics.all()]

    @property
    def place_slugs(self) -> list[str]:
        return [place.slug for place in self.jurisdictions.all()]

    @property
    def term_slugs(self) -> dict[str, list[str]]:
        """Vocabulary → its words that this item carries, from the terms already fetched."""
        slugs: dict[str, list[str]] = {}
        for term in self.terms.all():
            slugs.setdefault(term.vocabulary, []).append(term.slug)
        return slugs

    def structured_data(self, shown: Shown, absolute: Absolute) -> Node:
        return article(self, shown, absolute)

    def terms_in(self, vocabulary: str) -> list[Term]:
        """This item's words of one list, from the terms that are already fetched."""
        return [term for term in self.terms.all() if term.vocabulary == vocabulary]

    def facts_in_terms(self) -> dict[str, Any]:
        """Those of the facts that are among its terms, fetched once."""
        terms = list(self.terms.all())
        stages = [term for term in terms if term.vocabulary == Vocabulary.STAGE]
        furthest = max(stages, key=lambda term: term.sort_order, default=None)
        return {
            "community_types": _slugs(terms, Vocabulary.COMMUNITY_TYPE),
            "response_models": _slugs(terms, Vocabulary.RESPONSE_MODEL),
            "stage": furthest.slug if furthest else "",
        }

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from ..presentation import describe

        context = super().get_context(request, *args, **kwargs)
        context.update(describe(self, request.user))
        return context
