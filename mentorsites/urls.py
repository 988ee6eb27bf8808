from django.urls import URLPattern, path

from .views import (
    asks,
    caring,
    changes,
    comparing,
    confirming,
    contacts,
    facts,
    invited,
    notes,
    own,
    people,
    pictures,
    previews,
    profile,
)

app_name = "mentorsites"

# Each part of the room adds its own addresses.
urlpatterns: list[URLPattern] = [
    path("mentor-sites/compare/", comparing.compare, name="compare"),
    # Who keeps a site.
    path("my-sites/", own.own, name="own"),
    path("my-sites/invited/<str:token>/", invited.invited, name="invited"),
    path("my-sites/confirm/<str:token>/", confirming.confirm, name="confirm"),
    path("my-sites/<int:pk>/people/", people.people, name="people"),
    path("my-sites/<int:pk>/people/stop/", people.stop, name="stop"),
    path("my-sites/<int:pk>/people/question/", people.question, name="question"),
    path("my-sites/<int:pk>/people/<int:manager>/end/", people.remove, name="remove"),
    path("my-sites/<int:pk>/invitations/<int:invitation>/again/", people.again, name="again"),
    path("my-sites/<int:pk>/invitations/<int:invitation>/revoke/", people.revoke, name="revoke"),
    path("my-sites/<int:pk>/still-right/", caring.still_right, name="still_right"),
    path("my-sites/<int:pk>/contacts/", contacts.contacts, name="contacts"),
    path("my-sites/<int:pk>/contacts/<int:contact>/", contacts.contacts, name="contact"),
    path(
        "my-sites/<int:pk>/contacts/<int:contact>/remove/", contacts.remove, name="remove_contact"
    ),
    # The profile, edited on the site itself.
    path("my-sites/<int:pk>/", profile.profile, name="profile"),
    path("my-sites/<int:pk>/draft/", profile.draft, name="draft"),
    path("my-sites/<int:pk>/preview/", previews.preview, name="preview"),
    path("my-sites/<int:pk>/facts/", facts.facts, name="facts"),
    path("my-sites/<int:pk>/pictures/", pictures.pictures, name="pictures"),
    path("my-sites/<int:pk>/pictures/<int:image>/", pictures.picture, name="picture"),
    path("my-sites/<int:pk>/withdraw/", changes.withdraw, name="withdraw"),
    path("my-sites/changes/<int:pk>/", changes.change, name="change"),
    path("my-sites/changes/<int:pk>/note/", changes.add_note, name="change_note"),
    path("my-sites/changes/<int:pk>/approve/", changes.approve, name="approve"),
    path("my-sites/changes/<int:pk>/ask/", changes.ask, name="ask_for_change"),
    # Questions that are put to a site in public.
    path("mentor-sites/asks/thread/<int:pk>/", asks.offer, name="offer"),
    path("mentor-sites/asks/<int:pk>/withdraw/", asks.withdraw, name="withdraw_ask"),
    path("my-sites/asks/", asks.own_asks, name="own_asks"),
    path("my-sites/asks/<int:pk>/pass/", asks.pass_ask, name="pass_ask"),
    # Notes for everybody.
    path("mentor-sites/notes/<int:pk>/", notes.note, name="note"),
    path("mentor-sites/notes/of/<int:pk>/", notes.site_notes, name="site_notes"),
    path("my-sites/<int:pk>/notes/new/", notes.new_note, name="new_note"),
    path("my-sites/notes/<int:pk>/edit/", notes.edit_note, name="edit_note"),
    path("my-sites/notes/<int:pk>/take-back/", notes.take_back_note, name="take_back_note"),
]
