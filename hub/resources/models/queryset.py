from typing import Self

from django.db.models import Prefetch

from hub.core.visibility import VisiblePageQuerySet
from hub.taxonomy.models import Jurisdiction, Topic


class ResourceQuerySet(VisiblePageQuerySet):
    def about(self, topic: Topic) -> Self:
        return self.filter(tagged_topics__tag=topic)

    def in_place(self, jurisdiction: Jurisdiction) -> Self:
        return self.filter(jurisdictions=jurisdiction)

    def newest_first(self) -> Self:
        return self.of_its_kind().order_by("-listed_at", "-page_ptr_id")

    def lately_changed_first(self) -> Self:
        return self.of_its_kind().order_by("-changed_at", "-page_ptr_id")

    def recently_reviewed_first(self) -> Self:
        return self.of_its_kind().order_by("-listed_reviewed", "-page_ptr_id")

    def by_title(self) -> Self:
        return self.of_its_kind().order_by("listed_title", "page_ptr_id")

    def freshest_first(self) -> Self:
        """By the last review, or by publishing where there was none."""
        return self.order_by("-listed_fresh", "-page_ptr_id")

    def of_its_kind(self) -> Self:
        """The same rows, said so that the order of one type is found in an index."""
        from .resource_page import ResourcePage

        if self.model is ResourcePage:
            return self
        return self.filter(listed_kind=self.model._meta.model_name)

    def with_cards(self) -> Self:
        """Everything a card or a row shows, in two statements for any number of rows."""
        return self.prefetch_related("jurisdictions")

    def with_facets(self) -> Self:
        from .resource_page import ResourceTopic

        topics = Prefetch("tagged_topics", ResourceTopic.objects.select_related("tag"))
        return self.prefetch_related("terms", "jurisdictions", topics)
