from django.urls import path

from . import views
from .feeds import AdoptionFeed

app_name = "practices"
urlpatterns = [
    path("adoptions/waiting/", views.waiting, name="adoptions_waiting"),
    path("adoptions/<int:practice>/", views.adoptions, name="adoptions"),
    path("adoptions/<int:practice>/new/", views.new_adoption, name="new_adoption"),
    path("adoptions/<int:practice>/feed/", AdoptionFeed(), name="adoption_feed"),
    path("adoptions/report/<int:pk>/", views.adoption, name="adoption"),
    path("adoptions/report/<int:pk>/edit/", views.edit_adoption, name="edit_adoption"),
    path("adoptions/report/<int:pk>/remove/", views.remove_adoption, name="remove_adoption"),
    path("adoptions/report/<int:pk>/hide/", views.hide_adoption, name="hide_adoption"),
    path("adoptions/report/<int:pk>/show/", views.show_adoption, name="show_adoption"),
]
