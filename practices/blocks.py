"""What a practice's page is made of beyond running text."""

from typing import ClassVar

from wagtail import blocks

from hub.core.blocks import WebAddressBlock
from hub.resources.evidence import EvidenceLevel, OutcomeDirection, StudyDesign


class RoleBlock(blocks.StructBlock):
    role = blocks.CharBlock(max_length=120)
    does = blocks.TextBlock(label="What they do")

    class Meta:
        icon = "user"


class OutcomeValue(blocks.StructValue):
    """An outcome with the words and the look of its ratings."""

    LOOKS: ClassVar = {
        OutcomeDirection.BETTER: ("ok", "check"),
        OutcomeDirection.WORSE: ("stop", "warning"),
        OutcomeDirection.UNCLEAR: ("wait", "help-outline"),
    }

    @property
    def direction_label(self) -> str:
        return OutcomeDirection(self["direction"]).label

    @property
    def level_label(self) -> str:
        return EvidenceLevel(self["level"]).label

    @property
    def tone(self) -> str:
        return self.LOOKS.get(self["direction"], ("", ""))[0]

    @property
    def icon(self) -> str:
        return self.LOOKS.get(self["direction"], ("", ""))[1]


class OutcomeBlock(blocks.StructBlock):
    """One outcome, rated by itself: a practice never has one grade for everything."""

    outcome = blocks.CharBlock(max_length=160)
    direction = blocks.ChoiceBlock(
        choices=OutcomeDirection.choices, default=OutcomeDirection.UNCLEAR
    )
    level = blocks.ChoiceBlock(choices=EvidenceLevel.choices, default=EvidenceLevel.NOT_RATED)
    studies = blocks.IntegerBlock(min_value=0, default=0)
    note = blocks.CharBlock(required=False, max_length=250, label="What to know")

    class Meta:
        icon = "success"
        value_class = OutcomeValue


class EvidenceItemValue(blocks.StructValue):
    @property
    def design_label(self) -> str:
        return StudyDesign(self["design"]).label


class EvidenceItemBlock(blocks.StructBlock):
    """One study or report that speaks for or against the practice."""

    citation = blocks.TextBlock()
    design = blocks.ChoiceBlock(choices=StudyDesign.choices, default=StudyDesign.PROGRAM_DATA)
    setting = blocks.CharBlock(required=False, max_length=160)
    participants = blocks.CharBlock(required=False, max_length=80, label="How many")
    finding = blocks.TextBlock()
    limits = blocks.TextBlock(required=False, label="What it cannot tell")
    url = WebAddressBlock(required=False)

    class Meta:
        icon = "doc-full"
        value_class = EvidenceItemValue
