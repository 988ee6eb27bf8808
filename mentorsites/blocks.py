"""What a mentor site's profile is made of beyond single facts."""

from wagtail import blocks


class StaffBlock(blocks.StructBlock):
    role = blocks.CharBlock(max_length=120)
    fte = blocks.DecimalBlock(
        required=False, min_value=0, max_digits=6, decimal_places=2, label="FTE"
    )
    employer = blocks.CharBlock(required=False, max_length=160)
    credential = blocks.CharBlock(required=False, max_length=120)

    class Meta:
        icon = "user"


class PartnerBlock(blocks.StructBlock):
    organization = blocks.CharBlock(max_length=160)
    role = blocks.CharBlock(required=False, max_length=160)

    class Meta:
        icon = "group"


class ProgramOutcomeBlock(blocks.StructBlock):
    """A result the program reports about itself. Counts under 11 are not shown."""

    name = blocks.CharBlock(max_length=160)
    result = blocks.CharBlock(max_length=120)
    period = blocks.CharBlock(max_length=80)
    source = blocks.CharBlock(max_length=160)

    class Meta:
        icon = "success"


class TestimonialBlock(blocks.StructBlock):
    text = blocks.TextBlock(help_text="Their own words.")
    by = blocks.CharBlock(max_length=160)
    consent = blocks.CharBlock(max_length=160, help_text="Where the consent is kept. Never shown.")

    class Meta:
        icon = "openquote"
