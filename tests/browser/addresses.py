"""Which pages are looked at: one for each template, and the states a template can be in."""

from collections.abc import Callable

from .running_hub import RunningHub

Find = Callable[[RunningHub], str]

NOTHING_FITS = "zzzzqqqq"

FIXED = {
    "home": "/",
    "practices": "/practices/",
    "case studies": "/case-studies/",
    "policies": "/policies/",
    "mentor sites": "/mentor-sites/",
    "guidelines": "/guidelines/",
    "library": "/library/",
    "events": "/events/",
    "principles": "/principles/",
    "partners": "/partners/",
    "places": "/places/",
    "topics": "/topics/",
    "about": "/about/",
    "glossary": "/about/glossary/",
    "evidence": "/about/evidence/",
    "privacy": "/about/privacy/",
    "practices, filtered": "/practices/?community_type=rural&q=follow",
    "practices, none fit": f"/practices/?q={NOTHING_FITS}",
    "policies, filtered": "/policies/?place=maryland",
    "policies, none fit": f"/policies/?q={NOTHING_FITS}",
    "search": "/search/",
    "search, results": "/search/?q=follow-up",
    "search, filtered": "/search/?q=crisis&kind=policypage&place=maryland",
    "search, none": f"/search/?q={NOTHING_FITS}",
    "search, filters too many": "/search/?q=crisis&kind=eventpage&evidence=strong",
    "search, suggestions": "/search/suggestions/?q=cri",
    "sign in": "/sign-in/",
    "join": "/join/",
    "forgotten password": "/sign-in/forgotten/",
    "community rules": "/community-rules/",
    "not found": "/no-such-page/",
}
# Of each kind the longest page: it has the most parts, and the most to go wrong.
SECTIONS = {
    "practice": "/practices/",
    "case study": "/case-studies/",
    "policy": "/policies/",
    "mentor site": "/mentor-sites/",
    "guideline": "/guidelines/",
    "library item": "/library/",
    "event": "/events/",
    "principle": "/principles/",
    "partner": "/partners/",
    "place": "/places/",
    "topic": "/topics/",
}
# Pages that the hub shows only when something is wrong with it or with the request.
ERROR_TEMPLATES = {
    "bad request": "400.html",
    "forbidden": "403.html",
    "forged form": "403_csrf.html",
    "server error": "500.html",
    "maintenance": "503.html",
}
# What members see; visited as the sample practitioner, whose page is the one below {handle}.
MEMBERS = {
    "my hub": "/my/",
    "welcome": "/welcome/",
    "my program": "/my/program/",
    "people": "/people/",
    "people, filtered": "/people/?q=practitioner",
    "a member's page": "/people/{handle}/",
    "edit one's page": "/people/{handle}/edit/",
    "saved": "/saved/",
    "saved searches": "/search/saved/",
    "following": "/following/",
    "notifications": "/notifications/",
    "e-mail settings": "/notifications/settings/",
    "account": "/account/",
    "change password": "/account/password/",
    "second step": "/account/second-step/",
    "sessions": "/account/sessions/",
    "one's data": "/account/data/",
    "leave": "/account/leave/",
    "forums": "/forums/",
    # The first sample: a question with an answer. Its address leads to its words.
    "thread": "/forums/t/1/x/",
    "bring a case": "/forums/case-clinic/new/?kind=case",
}
# What is seen only after somebody did something.
STATES = (
    "sign in, wrong password",
    "phone menu open",
    "phone filters open",
    "editor on home",
    "reply with findings",
    "review item",
)

PAGES = (*FIXED, *SECTIONS, *ERROR_TEMPLATES, *STATES, *MEMBERS)


def address_of(name: str, hub: RunningHub) -> str:
    if name in FIXED:
        return FIXED[name]
    return hub.longest_below(SECTIONS[name])


def shortest_below(section: str, hub: RunningHub) -> str:
    return min(hub.below(section), key=lambda path: len(hub.fetch(path).html))
