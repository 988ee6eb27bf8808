from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, Prefetch
from django.utils import timezone
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index

from hub.core.fields import FuzzyDateField, validate_fuzzy_date
from hub.core.models import BasePageManager
from hub.core.open_data import open_fields
from hub.core.structured_data import Absolute, Node, Shown, whole_day
from hub.resources.models import ResourcePage, ResourceQuerySet, ResourceTopic
from hub.resources.standing import Standing
from hub.resources.structured_data import places, work
from hub.taxonomy.models import Jurisdiction, Term, Vocabulary
from hub.taxonomy.models.terms import terms_of

from .choices import IN_FORCE, MADE, OVER, PENDING, PolicyLevel, PolicyStatus, Stance

__all__ = ["PolicyLevel", "PolicyPage", "PolicyQuerySet", "PolicyStatus"]


class EffectiveDateBlock(blocks.StructBlock):
    """A law may take effect in parts."""

    date = blocks.CharBlock(max_length=10, validators=[validate_fuzzy_date])
    note = blocks.CharBlock(required=False, max_length=160, label="Which part")

    class Meta:
        icon = "date"


class PolicyQuerySet(ResourceQuerySet):
    def in_force(self):
        return self.filter(status__in=IN_FORCE)

    def pending(self):
        return self.filter(status__in=PENDING)

    def latest_first(self):
        # True of every row; it is said so that SQLite begins with the index and not with all pages.
        return self.filter(latest_date__gte="").order_by("-latest_date", "-pk")

    def with_cards(self):
        # A policy lies in one place, so that its row needs the topics and not a list of places.
        topics = Prefetch("tagged_topics", ResourceTopic.objects.select_related("tag"))
        return self.select_related("jurisdiction", "policy_type").prefetch_related(topics)

    def count_by_level(self) -> dict[str, int]:
        """Level → how many, without the levels that have none."""
        levels = self.of_its_kind().order_by().values_list("level")
        counts = dict(levels.annotate(n=Count("pk")))
        return {level: counts[level] for level in PolicyLevel.values if level in counts}


class PolicyPage(ResourcePage):
    """A law, bill, rule or guidance, with its status and the day the status was last checked."""

    jurisdiction = models.ForeignKey(
        Jurisdiction, on_delete=models.PROTECT, related_name="policies"
    )
    level = models.CharField(max_length=12, choices=PolicyLevel)
    identifier = models.CharField(max_length=160, help_text="As the source writes it: SB 403.")
    session = models.CharField(max_length=60, blank=True)
    official_title = models.TextField(help_text="Kept word for word, capitals and all.")
    policy_type = models.ForeignKey(
        Term,
        on_delete=models.PROTECT,
        limit_choices_to=terms_of(Vocabulary.POLICY_TYPE),
        related_name="+",
    )
    status = models.CharField(max_length=24, choices=PolicyStatus)
    as_of = models.DateField(
        "status as of",
        null=True,
        blank=True,
        help_text="The day of the data behind the status. Required while it may still move.",
    )
    introduced = FuzzyDateField()
    passed = FuzzyDateField()
    enacted = FuzzyDateField()
    effective = StreamField([("date", EffectiveDateBlock())], blank=True)
    expires = FuzzyDateField()
    citation = models.CharField(max_length=250, blank=True)
    sponsors = models.CharField(max_length=500, blank=True)
    companions = models.CharField("companion bills", max_length=250, blank=True)
    fiscal_amount = models.CharField(max_length=160, blank=True)
    stance = models.CharField(
        "this page is", max_length=12, choices=Stance, default=Stance.INFORMATION
    )
    relevance = RichTextField(
        "why it matters to co-responders", features=["bold", "italic", "link"], blank=True
    )
    source_system = models.CharField(max_length=40, blank=True, editable=False)
    external_id = models.CharField(max_length=160, blank=True, editable=False)
    change_hash = models.CharField(max_length=64, blank=True, editable=False)
    fetched_at = models.DateTimeField(null=True, blank=True, editable=False)
    # The latest of its dates, so that a list can be put in order without opening each row.
    latest_date = models.CharField(max_length=10, blank=True, editable=False, db_index=True)

    objects = BasePageManager.from_queryset(PolicyQuerySet)()

    TOPICS_IN_BRIEF = 2

    related_headings = {"policypage": "Other law on this"}
    brief_fields = {
        "official_title": "Official title",
        "citation": "Citation",
        "relevance": "Why it matters",
        "sponsors": "Sponsors",
    }
    kind_label = "Law or policy"
    kind_icon = "account-balance"
    fetched_with = [*ResourcePage.fetched_with, "jurisdiction", "policy_type"]
    open_columns = (
        "level",
        "identifier",
        "session",
        "official_title",
        "policy_type",
        "status",
        "as_of",
        "introduced",
        "passed",
        "enacted",
        "expires",
        "citation",
        "sponsors",
        "companions",
        "fiscal_amount",
        "stance",
        "official_page",
    )
    api_fields = [
        *ResourcePage.api_fields,
        *open_fields(open_columns, blocks=["effective"], prose=["relevance"]),
    ]
    parent_page_types = ["policies.PolicyIndexPage"]
    content_panels = [
        *ResourcePage.content_panels[:2],
        MultiFieldPanel(
            [
                FieldRowPanel(["jurisdiction", "level"]),
                FieldRowPanel(["identifier", "session"]),
                "policy_type",
                "official_title",
                "citation",
            ],
            heading="What it is",
        ),
        MultiFieldPanel(
            [
                FieldRowPanel(["status", "as_of"]),
                FieldRowPanel(["introduced", "passed"]),
                FieldRowPanel(["enacted", "expires"]),
                "effective",
            ],
            heading="Where it stands",
        ),
        FieldPanel("relevance"),
        InlinePanel("actions", heading="Actions", label="Action"),
        InlinePanel("provisions", heading="What the law does", label="Provision"),
        MultiFieldPanel(
            ["sponsors", "companions", "fiscal_amount", "stance"], heading="More about it"
        ),
        FieldPanel("body", heading="More"),
    ]
    # Its place is its jurisdiction; asking twice would let the two differ.
    facet_panels = [
        panel
        for panel in ResourcePage.facet_panels
        if panel.field_name not in ("jurisdictions", "stage")
    ]
    search_fields = [
        *ResourcePage.search_fields,
        index.SearchField("identifier", boost=3),
        index.SearchField("official_title"),
        index.SearchField("citation"),
    ]

    class Meta:
        verbose_name = "policy"
        verbose_name_plural = "policies"
        constraints = [
            models.UniqueConstraint(
                fields=["source_system", "external_id"],
                condition=~models.Q(external_id=""),
                name="policy_once_by_its_source",
            ),
            models.CheckConstraint(
                condition=~models.Q(status__in=sorted(PENDING)) | models.Q(as_of__isnull=False),
                name="what_may_move_says_as_of_when",
            ),
        ]
        indexes = [models.Index(fields=["jurisdiction", "status"], name="policies_of_a_place")]

    def clean(self) -> None:
        super().clean()
        if self.status in PENDING and not self.as_of:
            raise ValidationError(
                {"as_of": "Say when this status was last checked: a pending policy moves."}
            )
        self.latest_date = max(self._dates())
        if self.jurisdiction_id:
            # Lists and counts ask every type for its places in the same way.
            self.jurisdictions = [self.jurisdiction]

    def structured_data(self, shown: Shown, absolute: Absolute) -> Node:
        """The law itself; whether it binds is said only where the status says so."""
        return work(
            self,
            "Legislation",
            shown,
            absolute,
            alternateName=self.official_title,
            legislationIdentifier=self.identifier,
            legislationType=self.policy_type.label,
            legislationDate=whole_day(self.enacted or self.passed),
            legislationJurisdiction=places(shown, absolute),
            legislationLegalForce=self.legal_force,
            sameAs=self.official_page,
            # Who wrote the law is not who wrote this page.
            author=None,
            creditText="",
        )

    @property
    def legal_force(self) -> str:
        """schema.org's word for it, or "" where this page does not know."""
        if self.status in IN_FORCE:
            return "https://schema.org/InForce"
        is_not = self.status in PENDING or self.status in OVER
        return "https://schema.org/NotInForce" if is_not else ""

    def _dates(self) -> list[str]:
        effective = [block.value["date"] for block in self.effective]
        return [self.introduced, self.passed, self.enacted, *effective, ""]

    def get_standing(self) -> Standing:
        return Standing(f"policy:{self.status}", self.as_of)

    def get_context(self, request, *args, **kwargs):
        from ..history import milestones_of, steps_of

        context = super().get_context(request, *args, **kwargs)
        today = timezone.localdate()
        context["milestones"] = milestones_of(self, today)
        context["steps"] = steps_of(self.actions.all(), today)
        context["provisions"] = self._provisions()
        return context

    def _provisions(self) -> list:
        provisions = self.provisions.all()
        # In a preview they are only in memory and cannot be joined.
        joined = getattr(provisions, "select_related", None)
        return list(joined("question") if joined else provisions)

    @property
    def place_names(self) -> str:
        return self.jurisdiction.name

    @property
    def topics_in_brief(self) -> str:
        """The first few topics in words, from those that with_cards() fetched."""
        names = [tagged.tag.name for tagged in self.tagged_topics.all()]
        more = len(names) - self.TOPICS_IN_BRIEF
        return ", ".join(names[: self.TOPICS_IN_BRIEF]) + (f" and {more} more" if more > 0 else "")

    @property
    def official_page(self) -> str:
        """The address of the law itself, when a source says that it is that."""
        laws = (block.value for block in self.sources if block.value["kind"] == "law")
        return next((law["url"] for law in laws if law["url"]), "")

    @property
    def is_in_force(self) -> bool:
        return self.status in IN_FORCE

    @property
    def is_made(self) -> bool:
        return self.status in MADE

    @property
    def is_pending(self) -> bool:
        return self.status in PENDING
