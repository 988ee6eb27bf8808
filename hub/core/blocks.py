"""Pieces of page body. Each has a template of the same name in components/blocks/."""

from typing import Any

from django.core.validators import URLValidator
from wagtail import blocks
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
        help_text="Leave empty only if the picture adds nothing to the words.",
    )
    caption = blocks.CharBlock(required=False, max_length=250)

    class Meta:
        icon = "image"
        template = "components/blocks/image.html"


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
