from django.urls import URLPattern, path

from .staff_urls import staff_patterns
from .views import answering, asking, finishing, inbox, like_mine, planning, requests

app_name = "mentoring"

# Each part of the room adds its own addresses.
urlpatterns: list[URLPattern] = [
    path("programs-like-mine/", like_mine.like_mine, name="like_mine"),
    path("programs-like-mine/how/", like_mine.how, name="how"),
    *staff_patterns,
    path("mentoring/ask/", asking.ask, name="ask"),
    path("mentoring/ask/draft/", asking.keep_draft, name="keep_draft"),
    path("mentoring/requests/", requests.own, name="own"),
    path("mentoring/requests/<int:pk>/", requests.one_request, name="request"),
    path("mentoring/requests/<int:pk>/message/", requests.message, name="message"),
    path("mentoring/requests/<int:pk>/withdraw/", requests.withdraw, name="withdraw"),
    path("mentoring/requests/<int:pk>/wait/", requests.wait, name="wait"),
    path("mentoring/requests/<int:pk>/close/", requests.close, name="close"),
    path("mentoring/requests/<int:pk>/ask-the-forums/", requests.ask_forums, name="ask_forums"),
    path("mentoring/requests/<int:pk>/accept/", answering.accept, name="accept"),
    path("mentoring/requests/<int:pk>/decline/", answering.decline, name="decline"),
    path("mentoring/requests/<int:pk>/hand-back/", answering.give_back, name="hand_back"),
    path("mentoring/requests/<int:pk>/plan/", planning.plan, name="plan"),
    path("mentoring/requests/<int:pk>/plan/call-off/", planning.call_off, name="call_off"),
    path("mentoring/requests/<int:pk>/plan/visit.ics", planning.calendar, name="calendar"),
    path("mentoring/requests/<int:pk>/plan/sheet/", planning.sheet, name="sheet"),
    path(
        "mentoring/requests/<int:pk>/plan/confidentiality/",
        planning.confidentiality,
        name="confidentiality",
    ),
    path("mentoring/requests/<int:pk>/finish/", finishing.finish, name="finish"),
    path("mentoring/requests/<int:pk>/public-part/", finishing.public_part, name="public_part"),
    path("mentoring/requests/<int:pk>/agree/", finishing.agree, name="agree"),
    path("mentoring/requests/<int:pk>/take-back/", finishing.take_back, name="take_back"),
    path(
        "mentoring/requests/<int:pk>/follow-up/<int:days>/", finishing.follow_up, name="follow_up"
    ),
    path("mentoring/requests/<int:pk>/how-it-was/", finishing.say_how_it_was, name="rate"),
    path("mentoring/sites/<int:pk>/", inbox.inbox, name="inbox"),
]
