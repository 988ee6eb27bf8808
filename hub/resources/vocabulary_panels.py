"""The words of one vocabulary in the editor, and how two versions of a page differ in them."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from wagtail.admin.compare import M2MFieldComparison
from wagtail.admin.panels import FieldPanel

from hub.taxonomy.models import Term, Vocabulary


@dataclass(frozen=True)
class VocabularyField:
    """Stands where comparisons ask for a model's field: all vocabularies are in `page.terms`."""

    name: str

    @property
    def verbose_name(self) -> str:
        return str(Vocabulary(self.name).label)

    def value_from_object(self, page: Any) -> list[Term]:
        return sorted(page.terms_in(self.name), key=lambda term: (term.sort_order, term.pk))

    def take(self, page: Any, *, to: Any) -> None:
        """Gives `to` the words of `page`; its other vocabularies stay."""
        others = [term for term in to.terms.all() if term.vocabulary != self.name]
        to.terms = [*others, *page.terms_in(self.name)]


class VocabularyComparison(M2MFieldComparison):
    def get_item_display(self, item: Term) -> str:
        return item.label


class VocabularyPanel(FieldPanel):
    """Wagtail compares fields of the model only."""

    class BoundPanel(FieldPanel.BoundPanel):
        def get_comparison(self) -> list[Any]:
            if not self.is_shown():
                return []
            return [partial(VocabularyComparison, VocabularyField(self.field_name))]
