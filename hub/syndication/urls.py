from django.urls import path, register_converter

from . import feeds, views
from .writing import FORMATS


class EndingConverter:
    """How the name of a list's file ends."""

    regex = "|".join(FORMATS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(EndingConverter, "list_ending")

app_name = "syndication"
urlpatterns = [
    path("llms.txt", views.llms_txt, name="llms_txt"),
    path("feed.atom", feeds.everything_feed, name="feed"),
    path("topics/<slug:slug>/feed.atom", feeds.topic_feed, name="topic_feed"),
    path("places/<slug:slug>/feed.atom", feeds.place_feed, name="place_feed"),
    path("<slug:shelf>/feed.atom", feeds.shelf_feed, name="shelf_feed"),
    path("events/calendar.ics", views.calendar, name="calendar"),
    path("p/<int:pk>/", views.permalink, name="permalink"),
    path("cite/<int:pk>.<slug:ending>", views.cite, name="cite"),
    path("topics/list.<list_ending:ending>", views.topics_list, name="topics_list"),
    path("topics/<slug:slug>/list.<list_ending:ending>", views.topic_list, name="topic_list"),
    path("places/list.<list_ending:ending>", views.places_list, name="places_list"),
    path("places/<slug:slug>/list.<list_ending:ending>", views.place_list, name="place_list"),
    path("about/glossary/list.<list_ending:ending>", views.glossary_list, name="glossary_list"),
    path("adoptions/<int:practice>/list.<list_ending:ending>", views.reports_list, name="reports"),
    path("<slug:shelf>/list.<list_ending:ending>", views.shelf_list, name="shelf_list"),
]
