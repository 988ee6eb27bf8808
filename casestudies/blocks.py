"""What a case study is made of beyond running text."""

from wagtail import blocks


class MeasureBlock(blocks.StructBlock):
    """One number before and after, and where it comes from."""

    name = blocks.CharBlock(max_length=160)
    definition = blocks.CharBlock(required=False, max_length=250)
    baseline = blocks.CharBlock(max_length=60, help_text="Write “fewer than 11” for small counts.")
    latest = blocks.CharBlock(max_length=60, help_text="Write “fewer than 11” for small counts.")
    period = blocks.CharBlock(max_length=80, help_text="For example: 2021 to 2024")
    source = blocks.CharBlock(max_length=160)
    in_brief = blocks.BooleanBlock(required=False, label="Show large at the top (four at most)")

    class Meta:
        icon = "table"


class ConsentedQuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(help_text="Their own words, never improved.")
    by = blocks.CharBlock(max_length=160, help_text="As the person chose to be named.")
    consent = blocks.CharBlock(
        max_length=160, help_text="Where the consent is kept and until when. Never shown."
    )

    class Meta:
        icon = "openquote"


class MomentBlock(blocks.StructBlock):
    when = blocks.CharBlock(max_length=40)
    what = blocks.CharBlock(max_length=250)

    class Meta:
        icon = "date"
