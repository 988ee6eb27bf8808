from django.db import models
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index

from hub.core.blocks import PROSE_FEATURES
from hub.core.briefs import is_brief
from hub.core.open_data import open_fields
from hub.resources.contents import Part
from hub.resources.evidence import EvidenceLevel
from hub.resources.models import ResourcePage
from hub.resources.standing import Standing

from ..blocks import EvidenceItemBlock, OutcomeBlock, RoleBlock


class PracticePage(ResourcePage):
    """A way of working that others may take up, with what is known about whether it works."""

    problem = RichTextField(features=PROSE_FEATURES, help_text="What goes wrong without it?")
    what_it_is = RichTextField(features=PROSE_FEATURES, blank=True)
    how_it_works = RichTextField(features=PROSE_FEATURES, blank=True, help_text="Number the steps.")
    roles = StreamField([("role", RoleBlock())], blank=True, verbose_name="who does it")
    core_elements = RichTextField(features=PROSE_FEATURES, blank=True, help_text="What to keep.")
    adaptable_elements = RichTextField(
        features=PROSE_FEATURES, blank=True, help_text="What may change from place to place."
    )
    evidence = models.CharField(
        "evidence level", max_length=20, choices=EvidenceLevel, default=EvidenceLevel.NOT_RATED
    )
    outcomes = StreamField([("outcome", OutcomeBlock())], blank=True)
    evidence_items = StreamField([("item", EvidenceItemBlock())], blank=True)
    equity = RichTextField("effects on equity", features=PROSE_FEATURES, blank=True)
    risks = RichTextField("risks and cautions", features=PROSE_FEATURES, blank=True)
    when_not_to_use = RichTextField(features=PROSE_FEATURES, blank=True)
    startup_cost = models.CharField(max_length=120, blank=True)
    yearly_cost = models.CharField(max_length=120, blank=True)
    cost_year = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="The year whose dollars these are."
    )
    time_to_start = models.CharField(max_length=120, blank=True)
    staff = models.CharField(max_length=160, blank=True)
    training = RichTextField(features=PROSE_FEATURES, blank=True)
    data_to_collect = RichTextField(features=PROSE_FEATURES, blank=True)
    starting = RichTextField("getting started", features=PROSE_FEATURES, blank=True)
    sustaining = RichTextField("keeping it going", features=PROSE_FEATURES, blank=True)

    brief_fields = {
        "problem": "The problem",
        "what_it_is": "What it is",
        "how_it_works": "How it works",
        "when_not_to_use": "When not to use it",
        "core_elements": "What to keep",
        "starting": "Getting started",
        "risks": "Risks and cautions",
    }
    kind_label = "Promising practice"
    kind_icon = "lightbulb-outline"
    parts = (
        Part("problem", "The problem"),
        Part("what_it_is", "What it is"),
        Part("how_it_works", "How it works"),
        Part("roles", "Who does it"),
        Part("when_not_to_use", "When not to use it"),
        Part("keep", "What to keep, what to change", ("core_elements", "adaptable_elements")),
        Part("evidence", "Does it work?"),
        Part("equity", "Effects on equity"),
        Part("risks", "Risks and cautions"),
        Part("training", "Training"),
        Part("data_to_collect", "Data to collect"),
        Part("starting", "Getting started"),
        Part("sustaining", "Keeping it going"),
    )
    related_headings = {
        "casestudypage": "Where it was tried",
        "mentorsitepage": "Mentor sites that do this",
        "practicepage": "Practices close to it",
    }
    open_columns = (
        "evidence",
        "time_to_start",
        "startup_cost",
        "yearly_cost",
        "cost_year",
        "staff",
    )
    api_fields = [
        *ResourcePage.api_fields,
        *open_fields(
            open_columns,
            blocks=["roles", "outcomes", "evidence_items"],
            prose=[
                "problem",
                "what_it_is",
                "how_it_works",
                "core_elements",
                "adaptable_elements",
                "equity",
                "risks",
                "when_not_to_use",
                "training",
                "data_to_collect",
                "starting",
                "sustaining",
            ],
        ),
    ]
    parent_page_types = ["practices.PracticeIndexPage"]
    content_panels = [
        *ResourcePage.content_panels[:2],
        MultiFieldPanel(["problem", "what_it_is", "how_it_works", "roles"], heading="What it is"),
        MultiFieldPanel(["core_elements", "adaptable_elements"], heading="Keep and adapt"),
        MultiFieldPanel(["evidence", "outcomes", "evidence_items"], heading="Did it work?"),
        MultiFieldPanel(["equity", "risks", "when_not_to_use"], heading="Equity and cautions"),
        MultiFieldPanel(
            [
                FieldRowPanel(["startup_cost", "yearly_cost", "cost_year"]),
                FieldRowPanel(["time_to_start", "staff"]),
                "training",
                "data_to_collect",
                "starting",
                "sustaining",
            ],
            heading="Taking it up",
        ),
        FieldPanel("body", heading="More"),
    ]
    search_fields = [
        *ResourcePage.search_fields,
        index.SearchField("problem"),
        index.SearchField("what_it_is"),
        index.SearchField("how_it_works"),
    ]

    class Meta:
        verbose_name = "promising practice"

    def get_standing(self) -> Standing:
        return Standing(f"evidence:{self.evidence}")

    def get_context(self, request, *args, **kwargs):
        from ..adoptions import add_adoptions

        context = super().get_context(request, *args, **kwargs)
        return context if is_brief(request) else add_adoptions(context, self, request.user)

    @property
    def has_glance(self) -> bool:
        return any([self.time_to_start, self.startup_cost, self.yearly_cost, self.staff])
