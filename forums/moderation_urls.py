"""The addresses of moderation; forums.urls takes them in."""

from django.urls import path

from .views import logbook, moderating, purges, reporting, reviewing, seals

POST = "forums/p/<int:pk>/<int:number>/"

moderation = [
    path(f"{POST}report/", reporting.report, name="report"),
    path("forums/people/<slug:handle>/report/", reporting.report_person, name="report_person"),
    path("forums/reports/<int:pk>/", reporting.own_report, name="own_report"),
    path("forums/review/", reviewing.review, name="review"),
    path("forums/review/<int:pk>/", reviewing.review_item, name="review_item"),
    path("forums/review/<int:pk>/claim/", reviewing.claim_item, name="claim_item"),
    path("forums/review/<int:pk>/undo/", reviewing.undo_item, name="undo_item"),
    path("forums/log/", logbook.log, name="log"),
    path("forums/log/<int:pk>/", logbook.log_entry, name="log_entry"),
    path("forums/change/<int:pk>/moderate/", moderating.moderate_thread, name="moderate_thread"),
    path("forums/change/<int:pk>/officers/", seals.officers, name="officers"),
    path(f"{POST}hide/", moderating.hide, name="hide_post"),
    path(f"{POST}restore/", moderating.restore, name="restore_post"),
    path("forums/seals/", seals.seals, name="seals"),
    path("forums/seals/<int:pk>/", seals.seal, name="seal"),
    path(f"{POST}seal/", seals.ask_seal, name="ask_seal"),
    path("forums/purges/", purges.purges, name="purges"),
    path("forums/purges/<int:pk>/", purges.purge, name="purge"),
    path(f"{POST}purge/", purges.ask_purge, name="ask_purge"),
]
