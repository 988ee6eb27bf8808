from django.urls import path, re_path

from . import views

app_name = "importing"
urlpatterns = [
    path("", views.SendSheetView.as_view(), name="send"),
    re_path(
        r"^template/(?P<kind>[a-z-]+)\.(?P<ending>csv|xlsx)$",
        views.download_template,
        name="template",
    ),
    path("<int:pk>/", views.show_import, name="import"),
    path("<int:pk>/progress/", views.show_progress, name="progress"),
    path("<int:pk>/problems.csv", views.download_problems, name="problems"),
    path("<int:pk>/start/", views.start, name="start"),
    path("<int:pk>/run/", views.run_now, name="run"),
    path("<int:pk>/undo/", views.undo, name="undo"),
    path("<int:pk>/discard/", views.discard, name="discard"),
]
