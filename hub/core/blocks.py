"""Pieces of page body. Each has a template of the same name in components/blocks/."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

PROSE_FEATURES = ["bold", "italic", "link", "document-link", "ol", "ul"]


class HeadingBlock(blocks.StructBlock):
    text = blocks.CharBlock(max_length=120)

    class Meta:
        icon = "title"
        template = "components/blocks/heading.html"


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(help_text="Their own words, never improved.")
    by = blocks.CharBlock(
        max_length=160,
        help_text="As the person chose to be named, and that they agreed to be quoted.",
    )

    class Meta:
        icon = "openquote"
        template = "components/blocks/quote.html"


class ImageBlock(blocks.StructBlock):
    image = ImageChooserBlock()
    alt = blocks.CharBlock(
        required=False,
        max_length=250,
        label="Text for people who cannot see it",
        help_text="What the picture tells in this place, in one sentence.",
    )
    decorative = blocks.BooleanBlock(
        required=False,
        label="It is decoration",
        help_text="Only if the picture adds nothing to the words. Screen readers then skip it.",
    )
    caption = blocks.CharBlock(required=False, max_length=250)

    class Meta:
        icon = "image"
        template = "components/blocks/image.html"

    def clean(self, value: Any) -> Any:
        alt = (value.get("alt") or "").strip()
        if not alt and not value.get("decorative"):
            message = "Say what is in it, or tick that it is decoration."
            raise StructBlockValidationError(block_errors={"alt": ValidationError(message)})
        if value.get("decorative"):
            value["alt"] = ""
        return super().clean(value)

    def to_python(self, value: Any) -> Any:
        return super().to_python(_chosen(value))

    def bulk_to_python(self, values: Any) -> Any:
        return super().bulk_to_python([_chosen(value) for value in values])

    def normalize(self, value: Any) -> Any:
        return super().normalize(_chosen(value))


def _chosen(value: Any) -> Any:
    """A picture from before the choice: without a text it was decoration."""
    if isinstance(value, Mapping) and "decorative" not in value:
        return {**value, "decorative": not value.get("alt")}
    return value


class NoticeBlock(blocks.StructBlock):
    tone = blocks.ChoiceBlock(
        choices=[("info", "Good to know"), ("wait", "Take care"), ("stop", "Do not")],
        default="info",
    )
    title = blocks.CharBlock(required=False, max_length=120)
    text = blocks.RichTextBlock(features=["bold", "italic", "link", "ul"])

    class Meta:
        icon = "warning"
        template = "components/blocks/notice.html"


class StepsBlock(blocks.StructBlock):
    steps = blocks.ListBlock(blocks.TextBlock(), min_num=2)

    class Meta:
        icon = "list-ol"
        template = "components/blocks/steps.html"


class DocumentBlock(blocks.StructBlock):
    document = DocumentChooserBlock()
    label = blocks.CharBlock(required=False, max_length=160)

    class Meta:
        icon = "doc-full"
        template = "components/blocks/document.html"


class BodyBlock(blocks.StreamBlock):
    """The body of every page."""

    heading = HeadingBlock()
    paragraph = blocks.RichTextBlock(
        features=["h3", *PROSE_FEATURES], template="components/blocks/paragraph.html"
    )
    steps = StepsBlock()
    quote = QuoteBlock()
    notice = NoticeBlock()
    image = ImageBlock()
    document = DocumentBlock()


class WebAddressBlock(blocks.URLBlock):
    """A link to the web: http and https only, whatever the browser would also open."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.field.validators = [URLValidator(schemes=["http", "https"])]
