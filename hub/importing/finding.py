"""Which page a row means: by its key, else by its address."""

from collections.abc import Iterable
from typing import Any

from django.utils.text import slugify
from wagtail.models import Page, WorkflowState

from .columns import Kind
from .models import ImportKey

# SQLite takes only so many values in one statement.
PART = 500


class Known:
    """The pages of a shelf that the rows of a sheet may mean, fetched at once."""

    def __init__(self, kind: Kind, shelf: Page, keys: set[str], slugs: set[str]) -> None:
        self.page_of_key = {
            key: page
            for part in parts(sorted(keys))
            for key, page in ImportKey.objects.filter(kind=kind.name, key__in=part).values_list(
                "key", "page_id"
            )
        }
        below = Page.objects.child_of(shelf)
        self.page_of_slug = {
            slug: pk
            for part in parts(sorted(slugs))
            for slug, pk in below.filter(slug__in=part).values_list("slug", "pk")
        }
        wanted = {*self.page_of_key.values(), *self.page_of_slug.values()}
        pages = kind.model._default_manager.child_of(shelf).select_related("latest_revision")
        self.pages: dict[int, Any] = {
            page.pk: page for part in parts(sorted(wanted)) for page in pages.filter(pk__in=part)
        }

        # Whoever reads them for approval reads one version to the end.
        states = WorkflowState.objects.filter(status=WorkflowState.STATUS_IN_PROGRESS)
        states = states.filter(base_content_type=shelf.get_base_content_type())
        self.in_review = {
            int(number)
            for part in parts([str(pk) for pk in self.pages])
            for number in states.filter(object_id__in=part).values_list("object_id", flat=True)
        }

    def find(self, key: str, slug: str) -> Any:
        by_key = self.pages.get(self.page_of_key.get(key, 0))
        return by_key or self.pages.get(self.page_of_slug.get(slug, 0))

    def is_elsewhere(self, key: str) -> bool:
        """Whether the page of this key stands on another shelf by now."""
        return key in self.page_of_key and self.page_of_key[key] not in self.pages

    def is_taken(self, slug: str) -> bool:
        """Whether something that no row can mean stands at this address."""
        pk = self.page_of_slug.get(slug)
        return pk is not None and pk not in self.pages


def parts(values: list) -> Iterable[list]:
    return (values[start : start + PART] for start in range(0, len(values), PART))


def slug_of(address: str, title: str) -> str:
    """The address a row gives, or the one that its title makes."""
    return address or slugify(title, allow_unicode=True)[:200]


def as_edited(page: Any) -> Any:
    """The page as its editors left it: its newest draft, or what is published."""
    revision = page.latest_revision
    return page.with_content_json(revision.content) if revision else page
