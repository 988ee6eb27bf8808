from django.urls import path

from . import views

app_name = "policies"
urlpatterns = [path("policies/policies.csv", views.download, name="download")]
