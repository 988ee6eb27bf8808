"""What two people wrote into one page: side by side, and put together as the second one chooses."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from wagtail.blocks import StreamValue
from wagtail.models import Page, Revision

from .marks import same_words


@dataclass(frozen=True)
class Difference:
    """One field in which the two versions differ."""

    name: str
    comparison: Any
    # Who changed it since both began: "mine", "theirs" or "both".
    changed_by: str

    @property
    def choice(self) -> str:
        """What is kept when nobody chooses: what only one of the two has changed."""
        return "theirs" if self.changed_by == "theirs" else "mine"


class TwoVersions:
    """The newest stored version of a page ("theirs") beside a posted form ("mine")."""

    def __init__(self, request: HttpRequest, page: Page) -> None:
        self.request, self.page = request, page
        self.theirs = page.get_latest_revision_as_object()
        self.mine = page.get_latest_revision_as_object()
        form_class = self.mine.get_edit_handler().get_form_class()
        self.form = form_class(
            request.POST,
            request.FILES,
            instance=self.mine,
            parent_page=self.mine.get_parent(),
            for_user=request.user,
        )
        self.form.defer_required_fields()
        self.is_whole = self.form.is_valid()
        if self.is_whole:
            self.mine = self.form.save(commit=False)

    @property
    def as_typed(self) -> list[tuple[str, str]]:
        """What could not be read as a page, as it was typed; so it can be copied."""
        if self.is_whole:
            return []
        return [(str(self.form[name].label), str(self.form[name].data)) for name in self._wrong]

    @property
    def _wrong(self) -> list[str]:
        return [name for name in self.form.errors if name in self.form.fields]

    @cached_property
    def differences(self) -> list[Difference]:
        panel = self.mine.get_edit_handler().get_bound_panel(
            instance=self.theirs, request=self.request, form=None
        )
        found = []
        for compare in panel.get_comparison():
            comparison = compare(self.theirs, self.mine)
            if _has_changed(comparison):
                name = comparison.field.name
                found.append(Difference(name, comparison, self._changed_by(compare)))
        return found

    def _changed_by(self, compare: Any) -> str:
        if self._base is None:
            return "both"
        mine = _has_changed(compare(self._base, self.mine))
        theirs = _has_changed(compare(self._base, self.theirs))
        return "both" if mine and theirs else "mine" if mine else "theirs"

    @cached_property
    def _base(self) -> Any:
        """The version with which I began, if it is still stored as it was."""
        known = self.request.POST.get("loaded_revision_id", "")
        began = self.page.revisions.filter(pk=known).first() if known.isdecimal() else None
        return began.as_object() if began and began.pk != self.page.latest_revision_id else None


def _has_changed(comparison: Any) -> bool:
    """Each form marks its paragraphs anew: a field that says the same is not one to choose in."""
    if not comparison.has_changed():
        return False
    values = getattr(comparison, "val_a", None), getattr(comparison, "val_b", None)
    return not (isinstance(values[0], str | StreamValue) and same_words(*values))


@transaction.atomic
def keep_theirs(versions: TwoVersions, *, by: Any) -> Revision:
    """Stores mine in the history, then theirs again as the newest version."""
    versions.mine.save_revision(user=by, log_action=True, clean=False)
    return versions.theirs.save_revision(
        user=by,
        log_action=True,
        clean=False,
        previous_revision=versions.page.latest_revision,
    )


@transaction.atomic
def merge(versions: TwoVersions, *, taken: set[str], by: Any) -> Revision:
    """Stores mine with the fields `taken` from theirs as the newest version, a draft."""
    for difference in versions.differences:
        if difference.name in taken:
            _take(difference, versions)
    return versions.mine.save_revision(user=by, log_action=True, clean=False)


def _take(difference: Difference, versions: TwoVersions) -> None:
    field = difference.comparison.field
    if hasattr(field, "take"):
        # A field of the form only: the page keeps it together with others.
        field.take(versions.theirs, to=versions.mine)
        return
    name = field.get_accessor_name() if difference.comparison.is_child_relation else field.name
    theirs = getattr(versions.theirs, name)
    if difference.comparison.is_child_relation or field.many_to_many:
        getattr(versions.mine, name).set(list(theirs.all()))
    else:
        setattr(versions.mine, name, theirs)
