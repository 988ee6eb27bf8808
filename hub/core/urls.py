from django.urls import path

from . import views

app_name = "core"
urlpatterns = [
    path("-/healthz", views.healthz, name="healthz"),
    path("-/csp", views.csp_report, name="csp_report"),
    path(".well-known/security.txt", views.security_txt, name="security_txt"),
    path("robots.txt", views.robots_txt, name="robots_txt"),
]
