"""From what a content file says to what a field holds."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import models
from django.utils import timezone
from wagtail.blocks import Block, StructBlock
from wagtail.fields import RichTextField, StreamField

from hub.taxonomy.models import Term

from .context import Loading
from .reading import Record

# Blocks of which a content file gives only the one part they have.
SHORT_FORMS = {"heading": "text", "steps": "steps"}
WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


def field_value(loading: Loading, record: Record, model: type[models.Model], name: str) -> Any:
    """The value of `model`'s field `name` as the record gives it."""
    field: Any = model._meta.get_field(name)
    value = record.data[name]
    if isinstance(field, StreamField):
        return stream(field, value)
    if isinstance(field, RichTextField):
        return prose(value)
    if field.related_model is Term:
        vocabulary = field.get_limit_choices_to()["vocabulary"]
        return loading.words.term(record, vocabulary, value)
    if isinstance(field, models.DateField) and isinstance(value, dict):
        moment = relative_moment(loading.at, value)
        return moment if isinstance(field, models.DateTimeField) else moment.date()
    return value


def prose(text: str) -> str:
    """Rich text; words without any markup are paragraphs, parted by empty lines."""
    if text.lstrip().startswith("<"):
        return text
    return "".join(f"<p>{paragraph}</p>" for paragraph in text.split("\n\n"))


def stream(field: StreamField, entries: list[Any]) -> Any:
    """Blocks from entries such as {"heading": "Who we are"}; where only one kind of block fits,
    an entry is that block's value. Raises ValueError or ValidationError for what does not fit.
    """
    kinds = field.stream_block.child_blocks
    blocks = [_block(kinds, entry) for entry in entries]
    for block in blocks:
        _refuse_unknown_parts(kinds[block["type"]], block["value"])
    # As from the editors' form: parts that are not given become empty, never None.
    return field.stream_block.clean(field.to_python(blocks))


def _block(kinds: dict[str, Block], entry: Any) -> dict[str, Any]:
    if len(kinds) == 1:
        return {"type": next(iter(kinds)), "value": entry}
    (kind, value), *others = entry.items()
    if others or kind not in kinds:
        raise ValueError(f"“{kind}” is not a kind of block; there are {', '.join(kinds)}")
    if kind in SHORT_FORMS:
        value = {SHORT_FORMS[kind]: value}
    return {"type": kind, "value": prose(value) if kind == "paragraph" else value}


def _refuse_unknown_parts(block: Block, value: Any) -> None:
    # Wagtail would pass over a misspelled part in silence.
    if isinstance(block, StructBlock) and (unknown := set(value) - set(block.child_blocks)):
        raise ValueError(f"“{unknown.pop()}” is not a part of such a block")


def relative_moment(at: datetime, when: dict[str, Any]) -> datetime:
    """Counts the weeks and days of `when` from `at`, goes on to its weekday, sets its clock."""
    zone = ZoneInfo(when["zone"]) if "zone" in when else timezone.get_current_timezone()
    day = at.astimezone(zone).date()
    day += timedelta(weeks=when.get("weeks", 0), days=when.get("days", 0))
    if "weekday" in when:
        day += timedelta(days=(WEEKDAYS.index(when["weekday"]) - day.weekday()) % 7)
    return datetime.combine(day, time.fromisoformat(when.get("time", "12:00")), tzinfo=zone)
