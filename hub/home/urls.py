from django.urls import path

from . import drafting_views, views

app_name = "home"
urlpatterns = [
    path("my/", views.desk, name="desk"),
    path("editing/from-thread/<int:pk>/", drafting_views.from_thread, name="from_thread"),
    path("places/", views.places, name="places"),
    path("places/go/", views.place_chooser, name="place_chooser"),
    path("places/<slug:slug>/", views.place, name="place"),
    path("topics/", views.topics, name="topics"),
    path("topics/<slug:slug>/", views.topic, name="topic"),
    path("about/glossary/", views.glossary, name="glossary"),
    path("about/evidence/", views.evidence, name="evidence"),
]
