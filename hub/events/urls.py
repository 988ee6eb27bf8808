from django.urls import path

from . import views

app_name = "events"
urlpatterns = [path("events/<slug:slug>/event.ics", views.calendar, name="calendar")]
