"""The dry run: what would become of each row, and everything that stands in the way."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import get_all_child_relations
from wagtail.models import Page

from forums.checks import Level, check_text

from .columns import Kind
from .columns.chosen import OneColumn
from .columns.column import NOTHING, Column, UnableToParse
from .columns.words import Words
from .finding import Known, as_edited, slug_of
from .outcomes import Checked, Difference, Outcome, Remark, Verdict, short
from .permissions import can_change
from .reading.sheets import Sheet

# What stands in the column "Key" of the template's second row.
SAMPLE = "SAMPLE: this row is left out"
MOVED = "The page of this key was moved elsewhere. Move it back, or take another key."
STAYS = "A page that is there keeps its address. Change it on the page itself."
# Every so many rows somebody is told how far it is.
STEP = 25
Say = Callable[[int], None]


def check_sheet(
    sheet: Sheet, kind: Kind, *, shelf: Page, by: Any, say: Say = lambda done: None
) -> Checked:
    """Builds every row's page in memory. Nothing is written."""
    check = _Check(sheet, kind, shelf, by)
    if not check.checked.faults:
        for number, (line, cells) in enumerate(sheet.rows, start=1):
            check.take(line, cells)
            if number % STEP == 0:
                say(number)
    return check.checked


class _Check:
    def __init__(self, sheet: Sheet, kind: Kind, shelf: Page, by: Any) -> None:
        self.kind, self.shelf, self.by = kind, shelf, by
        self.checked = Checked()
        self.places = self._match(sheet.headings)
        self.without_value = set(sheet.without_value)
        self.words = Words(by=by)
        self.met: dict[tuple[str, str], int] = {}
        rows = [self._cells(cells) for _, cells in sheet.rows]
        keys = {row.get("key", "")[:120] for row in rows} - {""}
        slugs = {slug_of(row.get("address", ""), row.get("title", "")) for row in rows}
        self.known = Known(kind, shelf, keys, slugs - {""})
        fields = kind.model._meta.get_fields()
        # Looked up already; the database need not be asked once more for each row.
        looked_up = {one.target for one in kind.columns if isinstance(one, OneColumn)}
        asked = {one.target for one in kind.columns}
        self.untested = {
            one.name for one in fields if one.name not in asked or one.name in looked_up
        }
        self.needed = [
            one for one in kind.columns if isinstance(one, OneColumn) and one.is_required
        ]
        self.relations = [one.get_accessor_name() for one in get_all_child_relations(kind.model)]
        many = kind.model._meta.many_to_many
        self.relations += [one.name for one in many if isinstance(one, ParentalManyToManyField)]

    def _match(self, headings: list[str]) -> dict[int, Column]:
        places: dict[int, Column] = {}
        for place, heading in enumerate(headings):
            column = self.kind.column(heading.rstrip("* "))
            if column is None:
                self.checked.unknown += [heading] if heading else []
            elif column in places.values():
                self.checked.faults.append(f"The column “{column.heading}” is there twice.")
            else:
                places[place] = column
        missing = [
            one.heading
            for one in self.kind.columns
            if one.is_required and one not in places.values()
        ]
        # A sheet that only changes pages names them by key and needs nothing else.
        if missing and "key" not in {one.name for one in places.values()}:
            self.checked.faults.append(
                f"These columns are missing: {', '.join(missing)}. Take the headings from the "
                "template."
            )
        return places

    def _cells(self, cells: list[str]) -> dict[str, str]:
        return {
            column.name: cells[place] if place < len(cells) else ""
            for place, column in self.places.items()
        }

    def take(self, line: int, raw: list[str]) -> None:
        cells = self._cells(raw)
        outcome = Outcome(line, Verdict.NEW, cells.get("title", ""), cells.get("key", ""))
        self.checked.outcomes.append(outcome)
        if outcome.key.casefold() == SAMPLE.casefold():
            outcome.verdict = Verdict.SAMPLE
            return
        slug = slug_of(cells.get("address", ""), outcome.title)
        page = self.known.find(outcome.key, slug)
        self._refuse_twice(outcome, page.slug if page else slug)
        if page is None:
            self._begin(outcome, slug)
        elif self._may_change(outcome, page):
            outcome.page, outcome.earlier_revision = as_edited(page), page.latest_revision_id
            outcome.verdict = Verdict.SAME if outcome.verdict == Verdict.NEW else outcome.verdict
            outcome.title = outcome.title or outcome.page.title
        if outcome.page is not None:
            if page is not None and cells.get("address") not in (None, "", NOTHING, page.slug):
                address = cells["address"]
                outcome.advice.append(Remark(line, "Address", STAYS, page.slug, short(address)))
            self._fill(outcome, cells, is_new=page is None)
            self._validate(outcome, cells)
            self._advise(outcome, cells)

    def _refuse_twice(self, outcome: Outcome, slug: str) -> None:
        for name, value in (("key", outcome.key), ("address", slug)):
            first = self.met.setdefault((name, value), outcome.line) if value else outcome.line
            if first != outcome.line:
                outcome.blame(name.capitalize(), f"Row {first} has the same {name}.", value=value)
                return

    def _begin(self, outcome: Outcome, slug: str) -> None:
        if len(outcome.key) > 120:
            outcome.blame("Key", "A key has at most 120 characters.", value=outcome.key)
        if self.known.is_elsewhere(outcome.key):
            outcome.blame("Key", MOVED, value=outcome.key)
        if self.known.is_taken(slug):
            outcome.blame("Address", "Another kind of page has this address.", value=slug)
        page = self.kind.model(slug=slug, locale_id=self.shelf.locale_id, owner=self.by)
        for name in self.relations:
            # In memory from the start: what is new has nothing in the database to ask for.
            setattr(page, name, [])
        outcome.page = page

    def _may_change(self, outcome: Outcome, page: Any) -> bool:
        if page.locked:
            outcome.blame("Title", "This page is locked. Unlock it, or leave the row out.")
        elif page.pk in self.known.in_review:
            outcome.blame("Title", "This page is in review. Wait for it, or leave the row out.")
        elif not can_change(self.by, page):
            outcome.blame("Title", "You may not change this page.")
        return outcome.verdict != Verdict.BROKEN

    def _fill(self, outcome: Outcome, cells: dict[str, str], *, is_new: bool) -> None:
        page = outcome.page
        for place, column in self.places.items():
            text = cells[column.name]
            if (outcome.line, place) in self.without_value:
                outcome.blame(
                    column.heading,
                    "This formula has no value yet. Save the sheet in a spreadsheet program.",
                )
            if column.name in ("key", "address") or not text:
                continue
            try:
                value = column.empty if text == NOTHING else column.parse(text, self.words)
                value = value if is_new else column.joined(page, value)
            except UnableToParse as error:
                outcome.blame(column.heading, error.wrong, error.better, text)
                continue
            if is_new:
                column.put(page, value)
            else:
                self._change(outcome, column, value)

    def _change(self, outcome: Outcome, column: Column, value: Any) -> None:
        page = outcome.page
        before = column.get(page)
        if column.compared(page, before) == column.compared(page, value):
            return
        told = short(column.told(page, before)), short(column.told(page, value))
        outcome.differences.append(Difference(outcome.line, page.title, column.heading, *told))
        column.put(page, value)
        if outcome.verdict == Verdict.SAME:
            outcome.verdict = Verdict.CHANGED

    def _validate(self, outcome: Outcome, cells: dict[str, str]) -> None:
        page = outcome.page
        page.draft_title = page.title
        named = {remark.column for remark in outcome.problems}
        for check in (self._check_fields, self._check_chosen, _check_whole, _check_constraints):
            try:
                check(page)
            except ValidationError as error:
                for field, messages in _messages(error).items():
                    column = self.kind.column_of(field)
                    heading = column.heading if column else "Title"
                    # Without a title there is no address either.
                    if heading in named or (field == "slug" and not page.title):
                        continue
                    named.add(heading)
                    value = cells.get(column.name, "") if column else ""
                    outcome.blame(heading, _in_words(messages, value), value=value)

    def _check_fields(self, page: Any) -> None:
        page.clean_fields(exclude=self.untested)

    def _check_chosen(self, page: Any) -> None:
        missing = [one for one in self.needed if one.number(page) is None]
        if missing:
            raise ValidationError({one.target: "Choose one of the list." for one in missing})

    def _advise(self, outcome: Outcome, cells: dict[str, str]) -> None:
        """Identifiers of persons: pointed at, never a reason to refuse."""
        if outcome.verdict == Verdict.SAME:
            return
        for column in self.places.values():
            text = cells[column.name]
            if len(text) < 12 or (column.allowed is not Column.allowed and " " not in text):
                continue
            found = [one for one in check_text(text) if one.level in (Level.STOP, Level.WARN)]
            if found:
                words = "; ".join(text[one.start : one.end] for one in found[:3])
                about = f"{found[0].label}: {found[0].advice}"
                outcome.advice.append(
                    Remark(outcome.line, column.heading, about, value=short(words))
                )


def _check_whole(page: Any) -> None:
    page.clean()


def _check_constraints(page: Any) -> None:
    page.validate_constraints()


def _messages(error: ValidationError) -> dict[str, list[str]]:
    if hasattr(error, "error_dict"):
        return error.message_dict
    return {NON_FIELD_ERRORS: error.messages}


def _in_words(messages: list[str], value: str) -> str:
    return " ".join(messages) if value else "This column needs a value."
