"""The columns that all published things have, in the order of the editors' tabs."""

from typing import Any

from hub.taxonomy.models import Vocabulary

from .chosen import ManyColumn, OneColumn, TermsColumn, TopicsColumn
from .column import Column
from .making import columns_of, rows_of
from .prose import BodyColumn


def heads(model: Any) -> tuple[Column, ...]:
    return (
        Column("title", is_required=True, help="What readers see.", example="Call the day after"),
        Column(
            "address",
            field="slug",
            help="The last part of the web address. Left empty it is made from the title.",
            example="call-the-day-after",
        ),
        *columns_of(model, "summary", summary={"example": "A call within a day."}),
    )


def who_and_where(*, population: str = "population", more: tuple[Vocabulary, ...] = ()) -> tuple:
    """Topics, places and vocabularies; `population` names the column of the people served."""
    shown = (
        Vocabulary.COMMUNITY_TYPE,
        Vocabulary.RESPONSE_MODEL,
        Vocabulary.DISCIPLINE,
        Vocabulary.STAGE,
        Vocabulary.ENCOUNTER_TYPE,
        Vocabulary.POPULATION,
        *more,
    )
    several = "Names or slugs, with ; between them."
    return (
        TopicsColumn("topics", help=f"Two to four. {several}", words_of="topics"),
        ManyColumn(
            "places",
            field="jurisdictions",
            help=f"States, territories, tribal nations, counties, cities. {several}",
            words_of="places",
        ),
        *(
            TermsColumn(
                population if one == Vocabulary.POPULATION else one.value,
                field="terms",
                help=f"{one.label}. {several}",
                words_of=one.value,
            )
            for one in shown
        ),
    )


def tails(model: Any) -> tuple[Column, ...]:
    """Links and sources, review and rights."""
    return (
        BodyColumn("body", help="More text. A line that begins with # is a heading."),
        ManyColumn(
            "principles",
            help="The principles that this carries out, with ; between them.",
            words_of="principles",
        ),
        rows_of(
            model,
            "sources",
            "label url publisher date",
            example="Sample agency report | https://example.org/report | Sample agency | 2024",
        ),
        OneColumn(
            "owner",
            field="owner_organization",
            help="An organization that has a page here.",
            words_of="organizations",
        ),
        *columns_of(
            model,
            "credits license content_notice last_reviewed review_due reviewer "
            "lived_experience_review",
            license={"example": "CC BY 4.0"},
            review_due={"example": "2027-06-30"},
        ),
    )
