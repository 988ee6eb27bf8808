from collections.abc import Iterator
from typing import Any, Self

from django.db import models
from django.utils.html import strip_tags
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index

from hub.core.blocks import PROSE_FEATURES
from hub.core.briefs import Briefed
from hub.core.models import BasePage, BasePageManager
from hub.core.open_data import open_fields
from hub.core.structured_data import Absolute, Node, Shown, node, site
from hub.core.visibility import VisiblePageQuerySet
from hub.taxonomy.models import Term, Vocabulary
from hub.taxonomy.models.terms import terms_of

from ..blocks import StepBlock

# Fewer say too little, more is a manual: domain.md, section 2.
FEWEST_STEPS, MOST_STEPS = 5, 7


class StagePathQuerySet(VisiblePageQuerySet):
    def along_the_road(self) -> Self:
        # True of every row; it is said so that SQLite begins with the paths and not with all pages.
        paths = self.filter(stage_id__gte=0).select_related("stage")
        return paths.order_by("stage__sort_order", "stage__label", "pk")


class StagePathPage(Briefed, BasePage):
    """What to do in one stage of building a program, step by step, with what helps at each step."""

    stage = models.ForeignKey(
        Term,
        on_delete=models.PROTECT,
        limit_choices_to=terms_of(Vocabulary.STAGE),
        related_name="+",
    )
    summary = models.CharField(max_length=300, help_text="Plain words, 300 characters at most.")
    introduction = RichTextField(blank=True, features=PROSE_FEATURES)
    steps = StreamField([("step", StepBlock())], min_num=FEWEST_STEPS, max_num=MOST_STEPS)
    when_done = RichTextField(
        "ready for the next stage when",
        blank=True,
        features=PROSE_FEATURES,
        help_text="How a team knows that it may go on.",
    )

    objects = BasePageManager.from_queryset(StagePathQuerySet)()

    kind_label = "Stage path"
    kind_icon = "map"
    # Beside what leads in and out there are only steps: no facts, no links.
    brief_length = MOST_STEPS + 2
    fetched_with = ["stage"]
    open_columns = ("stage",)
    api_fields = open_fields(
        ["summary", *open_columns], blocks=["steps"], prose=["introduction", "when_done"]
    )
    parent_page_types = ["paths.PathIndexPage"]
    subpage_types: list[str] = []
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("stage"),
        "summary",
        "introduction",
        "steps",
        "when_done",
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("summary"),
        index.SearchField("introduction"),
        index.SearchField("steps"),
    ]

    class Meta:
        verbose_name = "stage path"

    def structured_data(self, shown: Shown, absolute: Absolute) -> Node:
        steps = (block.value for block in self.steps)
        return node(
            "HowTo",
            name=self.title,
            description=self.summary,
            dateModified=self.last_published_at,
            isPartOf=site(absolute),
            step=[
                node("HowToStep", name=step["title"], text=strip_tags(step["text"].source))
                for step in steps
            ],
        )

    def tell_in_brief(self) -> Iterator[tuple[str, Any]]:
        yield "In this stage", self.introduction
        yield from ((block.value["title"], block.value["text"]) for block in self.steps)
        yield "Ready for the next stage when", self.when_done

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from ..walking import walk

        context = super().get_context(request, *args, **kwargs)
        context.update(walk(self, request.user))
        return context
