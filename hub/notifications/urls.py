from django.urls import path

from . import mailbox_views, stop_views, views

app_name = "notifications"
urlpatterns = [
    path("notifications/", views.news, name="list"),
    path("notifications/read/", views.read_all, name="read_all"),
    path("notifications/settings/", views.mail_settings, name="settings"),
    path("notifications/<int:pk>/", views.open_news, name="open"),
    path("notifications/<int:pk>/read/", views.read_one, name="read"),
    path("following/", views.following, name="following"),
    path("following/<str:kind>/<int:pk>/", views.set_follow, name="follow"),
    path("mail/stop/<str:token>/", stop_views.stop, name="stop"),
    path("-/mailbox/", mailbox_views.mailbox, name="mailbox"),
    path("-/mailbox/<int:pk>/", mailbox_views.mailbox_mail, name="mailbox_mail"),
    path("-/mailbox/<int:pk>/html/", mailbox_views.mailbox_html, name="mailbox_html"),
]
