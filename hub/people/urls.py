from django.urls import path

from . import data_views, inviting_views, saved_views, views

app_name = "people"
urlpatterns = [
    path("people/", views.directory, name="directory"),
    path("people/invite/", inviting_views.invite_peer, name="invite"),
    path("people/pictures/<str:name>", views.picture, name="picture"),
    path("people/<slug:handle>/", views.profile, name="profile"),
    path("people/<slug:handle>/edit/", views.edit_profile, name="edit"),
    path("people/<slug:handle>/picture/", views.edit_picture, name="edit_picture"),
    path("welcome/", views.welcome, name="welcome"),
    path("my/program/", views.edit_program, name="program"),
    path("saved/", saved_views.saved, name="saved"),
    path("saved/save/", saved_views.save, name="save"),
    path("saved/<int:pk>/note/", saved_views.change_note, name="note"),
    path("saved/<int:pk>/remove/", saved_views.remove, name="remove"),
    path("account/data/", data_views.data, name="data"),
    path("account/data/export/", data_views.export, name="export"),
    path("account/data/<int:pk>.zip", data_views.download, name="download"),
    path("account/leave/", data_views.leave_page, name="leave"),
    path("account/stay/", data_views.stay_page, name="stay"),
]
