from django.urls import path

from . import views

app_name = "search"
urlpatterns = [
    path("search/", views.search, name="search"),
    path("search.json", views.search_json, name="json"),
    path("search.atom", views.search_feed, name="feed"),
    path("search/suggestions/", views.suggestions, name="suggestions"),
    path("search/suggestions.json", views.suggestions_json, name="suggestions_json"),
    path("search/opensearch.xml", views.describe_for_browsers, name="opensearch"),
    path("search/clicked/", views.clicked, name="clicked"),
    path("-/search", views.status, name="status"),
    path("search/saved/", views.saved, name="saved"),
    path("search/save/", views.save, name="save"),
    path("search/saved/<int:pk>/alert/", views.toggle_alert, name="alert"),
    path("search/saved/<int:pk>/remove/", views.remove, name="remove"),
]
