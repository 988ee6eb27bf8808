"""Where a statement comes from."""

from wagtail import blocks

from hub.core.blocks import WebAddressBlock

SOURCE_KINDS = [
    ("law", "Law or official record"),
    ("agency", "Agency page or document"),
    ("research", "Research"),
    ("news", "News"),
    ("program", "The program itself"),
    ("other", "Other"),
]


class SourceBlock(blocks.StructBlock):
    label = blocks.CharBlock(max_length=200)
    url = WebAddressBlock(required=False)
    publisher = blocks.CharBlock(required=False, max_length=160)
    date = blocks.CharBlock(required=False, max_length=10, help_text="2024, 2024-06 or 2024-06-30")
    accessed = blocks.DateBlock(required=False)
    kind = blocks.ChoiceBlock(choices=SOURCE_KINDS, default="other")
    archived_url = WebAddressBlock(required=False, label="Archived copy")

    class Meta:
        icon = "link"
