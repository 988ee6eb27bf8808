from django.urls import path

from . import views

app_name = "accounts"
urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("join/", views.join, name="join"),
    path("join/<str:token>/", views.join_invited, name="join_invited"),
    path("community-rules/", views.rules, name="rules"),
    path("account/", views.account, name="account"),
    path("account/email/", views.change_email, name="change_email"),
    path("account/email/undo/<str:token>/", views.undo_change, name="undo_change"),
    path("account/second-step/needed/", views.second_step_needed, name="second_step_needed"),
    path("account/second-step/go-without/", views.go_without, name="go_without"),
]
