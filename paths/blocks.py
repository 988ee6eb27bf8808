"""What a stage path is made of."""

from typing import Any

from django import forms
from wagtail import blocks

from hub.core.blocks import PROSE_FEATURES
from hub.taxonomy.models import Topic

# What an editor may put beside a step by hand, in the order in which a step shows it.
PICKED = [
    "principles.PrinciplePage",
    "practices.PracticePage",
    "library.LibraryItemPage",
    "policies.PolicyPage",
    "guidelines.GuidelinePage",
    "events.EventPage",
]


def topic_choices() -> list[tuple[str, str]]:
    """By their slugs, which imports and addresses hold on to as well."""
    return list(Topic.objects.order_by("name", "pk").values_list("slug", "name"))


class TopicsBlock(blocks.FieldBlock):
    """Topics by their slugs. Unlike Wagtail's own block it asks for the list only in the form."""

    def __init__(self, *, help_text: str = "", **options: Any) -> None:
        self.field = forms.MultipleChoiceField(
            choices=topic_choices, required=False, help_text=help_text
        )
        super().__init__(**options)


class StepBlock(blocks.StructBlock):
    """One thing to do. What matches its topics and the stage of the path is found by itself."""

    title = blocks.CharBlock(max_length=120, help_text="As an order: Ask who is missing")
    text = blocks.RichTextBlock(features=PROSE_FEATURES)
    topics = TopicsBlock(
        default=[],
        help_text="What carries one of these topics and the stage of the path appears by itself.",
    )
    pages = blocks.ListBlock(
        blocks.PageChooserBlock(page_type=PICKED),
        required=False,
        default=[],
        label="Picked pages",
        help_text="Shown before what was found by itself.",
    )

    class Meta:
        icon = "arrow-right"
