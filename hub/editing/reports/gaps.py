"""What the hub has nothing about yet. What is published is counted as everybody sees it."""

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column

from hub.core.visibility import NOBODY
from hub.resources.models import ResourcePage, ResourceTopic
from hub.taxonomy.models import Jurisdiction, Topic
from mentorsites.models import MentorSitePage

from .tables import DeskReport, LinkColumn

KINDS = Jurisdiction.Kind
# Where a mentor site would be expected; cities and counties are reached from their state.
LOOKED_AT = (KINDS.STATE, KINDS.DISTRICT, KINDS.TERRITORY, KINDS.TRIBAL)


class TopicsView(DeskReport):
    page_title = "Topics without content"
    header_icon = "tag"
    model = Topic
    index_url_name = "topic_report"
    index_results_url_name = "topic_report_results"
    no_results_message = "There is something about every topic."
    columns = [
        Column("name", label="Topic"),
        LinkColumn(
            "page",
            label="Its page",
            to=lambda topic: reverse("home:topic", args=[topic.slug]),
            words="See it on the hub",
        ),
    ]
    list_export = ["name", "slug"]
    export_filename = "topics-without-content"

    def get_rows(self) -> QuerySet:
        published = ResourcePage.objects.visible_to(NOBODY, self.now).order_by().values("pk")
        tagged = ResourceTopic.objects.filter(tag=OuterRef("pk"), content_object__in=published)
        return Topic.objects.filter(~Exists(tagged)).order_by("name", "pk")


class PlaceFilterSet(WagtailFilterSet):
    class Meta:
        model = Jurisdiction
        fields = ["kind"]


class PlacesView(DeskReport):
    page_title = "Places without mentor sites"
    header_icon = "globe"
    model = Jurisdiction
    index_url_name = "place_report"
    index_results_url_name = "place_report_results"
    filterset_class = PlaceFilterSet
    no_results_message = "Every state, territory and tribal nation has a mentor site."
    columns = [
        Column("name", label="Place"),
        Column("kind", label="Kind", accessor="get_kind_display"),
        LinkColumn(
            "page",
            label="Its page",
            to=lambda place: place.get_absolute_url(),
            words="See it on the hub",
        ),
    ]
    list_export = ["name", "get_kind_display", "code"]
    export_headings = {"get_kind_display": "Kind"}
    export_filename = "places-without-mentor-sites"

    def get_rows(self) -> QuerySet:
        sites = MentorSitePage.objects.visible_to(NOBODY, self.now).order_by()
        here = sites.filter(jurisdictions=OuterRef("pk"))
        places = Jurisdiction.objects.filter(~Exists(here), kind__in=LOOKED_AT)
        return places.by_name()
