"""Narrowing a list by facets, and counting what each choice would leave, in one statement.

A facet knows how to filter a queryset of pages, how to count its values, and what its values are
called. Values of one facet widen the list (or); facets narrow each other (and).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Count, Exists, IntegerField, OuterRef, QuerySet, Value
from django.db.models.functions import Cast

from hub.taxonomy.models import Jurisdiction, Term, Topic, Vocabulary

from .models import ResourcePage, ResourceTopic

# More choices than anybody makes by hand; the rest of a hostile address is dropped.
MOST_VALUES = 50


def words_of(
    vocabularies: Iterable[str], named: Iterable[QuerySet] = ()
) -> dict[str, dict[str, str]]:
    """Vocabulary or facet → value → label, in order, in one statement for any number of them.

    `named`: what Facet.named() gives.
    """
    terms = Term.objects.of(*vocabularies).order_by()
    first, *others = [in_words(terms, "vocabulary", "slug", "label", "sort_order"), *named]
    rows = first.union(*others, all=True) if others else first
    words: dict[str, dict[str, str]] = {}
    for name, value, label, *_ in sorted(rows, key=lambda row: (row[0], row[3], row[2], row[4])):
        words.setdefault(name, {})[value] = label
    return words


def in_words(rows: QuerySet, name: Any, value: str, label: str, order: Any) -> QuerySet:
    """Rows for words_of(): whose word, the value, the word, and what they are ordered by."""
    return rows.order_by().values_list(name, value, label, order, "pk")


@dataclass(frozen=True)
class Option:
    """`count` is None where there is too much to count."""

    value: str
    label: str
    count: int | None
    is_selected: bool


@dataclass(frozen=True)
class FacetWithOptions:
    """A facet as the panel beside a list shows it."""

    name: str
    label: str
    is_open: bool
    options: list[Option]


@dataclass(frozen=True)
class Facet:
    """One way to narrow. `name` is the parameter in the address, `label` the legend."""

    name: str
    label: str
    is_open: bool = False

    def chosen(self, parameters: Mapping[str, Any]) -> list[str]:
        """The values asked for in a QueryDict; whatever cannot be a value is dropped."""
        values = parameters.getlist(self.name)  # type: ignore[attr-defined]
        return list(dict.fromkeys(value for value in values if 0 < len(value) <= 80))[:MOST_VALUES]

    def narrow(self, pages: QuerySet, values: list[str], *, is_common: bool = False) -> QuerySet:
        """`is_common`: the links are too many to gather; each page is asked for its own."""
        links = self.links(values)
        if links is None:
            raise NotImplementedError
        key = self.link_key
        if is_common:
            return pages.filter(Exists(links.filter(**{key: OuterRef("pk")})))
        return pages.filter(pk__in=links.values(key))

    # The column by which a link names its page.
    link_key = "resourcepage_id"

    def links(self, values: list[str]) -> QuerySet | None:
        """The rows that link pages with `values`, where a table of its own does that."""
        return None

    def named(self, values: list[str], *, with_usual: bool) -> QuerySet | None:
        """The words of `values` for words_of(), where rows of a table of their own have them.

        `with_usual`: and of what to offer when nobody has counted what occurs.
        """
        return None

    def _named(self, rows: QuerySet, label: str, order: Any = None) -> QuerySet:
        whose = Value(self.name, CharField())
        return in_words(rows, whose, "slug", label, order or Value(0, IntegerField()))

    def tally(self, pages: QuerySet) -> QuerySet:
        """(facet, value, count) for every value that occurs among `pages`."""
        raise NotImplementedError

    @property
    def word_list(self) -> str:
        """The vocabulary that holds its words, or "" when named() or labels() has them."""
        return ""

    def labels(self, values: Iterable[str]) -> dict[str, str]:
        """Value → words, in the order to show; at least every known one of `values`."""
        raise NotImplementedError

    def _row(self, rows: QuerySet, value: str) -> QuerySet:
        return (
            rows.order_by()
            .values_list(Value(self.name, CharField()), Cast(value, CharField()))
            .annotate(n=Count("*"))
        )


TermLink = ResourcePage.terms.through
PlaceLink = ResourcePage.jurisdictions.through


@dataclass(frozen=True)
class TermFacet(Facet):
    """One of the many-valued vocabularies; `name` is the vocabulary's."""

    def links(self, values: list[str]) -> QuerySet:
        return TermLink.objects.filter(term__vocabulary=self.name, term__slug__in=values)

    def tally(self, pages: QuerySet) -> QuerySet:
        links = TermLink.objects.filter(
            resourcepage_id__in=pages.order_by().values("pk"), term__vocabulary=self.name
        )
        return self._row(links, "term__slug")

    @property
    def word_list(self) -> str:
        return self.name


@dataclass(frozen=True)
class TopicFacet(Facet):
    name: str = "topic"
    label: str = "Topic"

    link_key = "content_object_id"

    def links(self, values: list[str]) -> QuerySet:
        return ResourceTopic.objects.filter(tag__slug__in=values)

    def named(self, values: list[str], *, with_usual: bool) -> QuerySet:
        topics = Topic.objects.all() if with_usual else Topic.objects.filter(slug__in=values)
        return self._named(topics, "name", "sort_order")

    def tally(self, pages: QuerySet) -> QuerySet:
        links = ResourceTopic.objects.filter(content_object_id__in=pages.order_by().values("pk"))
        return self._row(links, "tag__slug")


@dataclass(frozen=True)
class PlaceFacet(Facet):
    """Places that occur; there may be thousands, so the others are not listed."""

    name: str = "place"
    label: str = "Place"

    def links(self, values: list[str]) -> QuerySet:
        return PlaceLink.objects.filter(jurisdiction__slug__in=values)

    def named(self, values: list[str], *, with_usual: bool) -> QuerySet:
        places = Jurisdiction.objects.filter(slug__in=values)
        usual = Jurisdiction.objects.on_the_map()
        return self._named(places | usual if with_usual else places, "name")

    def tally(self, pages: QuerySet) -> QuerySet:
        links = PlaceLink.objects.filter(resourcepage_id__in=pages.order_by().values("pk"))
        return self._row(links, "jurisdiction__slug")


@dataclass(frozen=True)
class ChoiceFacet(Facet):
    """A column with fixed choices, given as [(value, words)]."""

    field: str = ""
    choices: tuple[tuple[str, str], ...] = ()

    def chosen(self, parameters: Mapping[str, Any]) -> list[str]:
        known = dict(self.choices)
        return [value for value in super().chosen(parameters) if value in known]

    def narrow(self, pages: QuerySet, values: list[str], *, is_common: bool = False) -> QuerySet:
        return pages.filter(**{f"{self.field}__in": values})

    def tally(self, pages: QuerySet) -> QuerySet:
        return self._row(pages, self.field)

    def labels(self, values: Iterable[str]) -> dict[str, str]:
        return dict(self.choices)


@dataclass(frozen=True)
class TermColumnFacet(Facet):
    """A column that points at one word of a vocabulary; `name` is the column's and the list's."""

    vocabulary: Vocabulary | None = None

    def narrow(self, pages: QuerySet, values: list[str], *, is_common: bool = False) -> QuerySet:
        return pages.filter(**{f"{self.name}__slug__in": values})

    def tally(self, pages: QuerySet) -> QuerySet:
        return self._row(pages.exclude(**{self.name: None}), f"{self.name}__slug")

    @property
    def word_list(self) -> str:
        return self.vocabulary or self.name


@dataclass(frozen=True)
class KindFacet(Facet):
    """The type of thing, in lists that mix them. `models` are the page classes, in order."""

    name: str = "kind"
    label: str = "Kind"
    models: tuple[type[ResourcePage], ...] = ()

    def _types(self) -> dict[str, ContentType]:
        found = ContentType.objects.get_for_models(*self.models)
        return {str(model._meta.model_name): found[model] for model in self.models}

    def chosen(self, parameters: Mapping[str, Any]) -> list[str]:
        known = self._types()
        return [value for value in super().chosen(parameters) if value in known]

    def narrow(self, pages: QuerySet, values: list[str], *, is_common: bool = False) -> QuerySet:
        types = self._types()
        return pages.filter(content_type__in=[types[value] for value in values])

    def tally(self, pages: QuerySet) -> QuerySet:
        return self._row(pages, "content_type__model")

    def labels(self, values: Iterable[str]) -> dict[str, str]:
        names = [str(model._meta.model_name) for model in self.models]
        return dict(zip(names, (model.kind_label for model in self.models), strict=True))
