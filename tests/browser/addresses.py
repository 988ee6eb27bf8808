"""Which pages are looked at: one for each template, and the states a template can be in."""

import re
from collections.abc import Callable
from datetime import date

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
    "mentor sites, map": "/mentor-sites/?view=map",
    "mentor sites, table": "/mentor-sites/?view=table&sort=residents",
    "programs like mine": "/programs-like-mine/?community_types=rural&stage=design",
    "programs like mine, how": "/programs-like-mine/how/",
    "stage paths": "/paths/",
    "note of a site": "/mentor-sites/notes/1/",
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
    "stage path": "/paths/",
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
    "compare sites": "/mentor-sites/compare/?site={site}&site={other}",
    "ask for a mentor": "/mentoring/ask/?site={site}",
    "own requests": "/mentoring/requests/",
    "request, accepted": "/mentoring/requests/1/",
    "request, offered": "/mentoring/requests/2/",
    "request, plan": "/mentoring/requests/1/plan/",
    "request, done": "/mentoring/requests/1/finish/",
    "adoption reports": "/adoptions/{practice}/",
    "tell of an adoption": "/adoptions/{practice}/new/",
}
# What a site's manager and the network's staff see: who, and where.
MANAGER, STAFF = "manager@example.org", "coordinator@example.org"
MODERATOR = "moderator@example.org"
OFFICES = {
    "my sites": (MANAGER, "/my-sites/"),
    "site profile": (MANAGER, "/my-sites/{site}/"),
    "site facts": (MANAGER, "/my-sites/{site}/facts/"),
    "site pictures": (MANAGER, "/my-sites/{site}/pictures/"),
    "site people": (MANAGER, "/my-sites/{site}/people/"),
    "site contacts": (MANAGER, "/my-sites/{site}/contacts/"),
    "new note": (MANAGER, "/my-sites/{site}/notes/new/"),
    "site inbox": (MANAGER, "/mentoring/sites/{site}/"),
    "request, for the site": (MANAGER, "/mentoring/requests/2/"),
    "decline a request": (MANAGER, "/mentoring/requests/2/decline/"),
    "board": (STAFF, "/mentoring/board/"),
    "look after a request": (STAFF, "/mentoring/board/3/"),
    "load of the sites": (STAFF, "/mentoring/sites-load/"),
    "unmet demand": (STAFF, "/mentoring/unmet/"),
    "help outside the hub": (STAFF, "/mentoring/off-hub/"),
    "report for funders": (STAFF, "/mentoring/report/"),
    "adoption reports that wait": (MODERATOR, "/adoptions/waiting/"),
    "impact letter": (STAFF, "/mentoring/sites/{site}/impact/{year}/"),
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

PAGES = (*FIXED, *SECTIONS, *ERROR_TEMPLATES, *STATES, *MEMBERS, *OFFICES)


def address_of(name: str, hub: RunningHub) -> str:
    if name in FIXED:
        return FIXED[name]
    return hub.longest_below(SECTIONS[name])


def numbers_of(hub: RunningHub) -> dict[str, int | str]:
    """What stands in braces above: the numbers of samples, from the pages that name them."""
    sites = [
        int(re.findall(r"/mentor-sites/compare/\?site=(\d+)", hub.fetch(path).html)[0])
        for path in (
            "/mentor-sites/sample-county-ems/",
            "/mentor-sites/sample-city-community-response/",
        )
    ]
    practice = hub.fetch("/practices/follow-up-within-two-business-days/").html
    return {
        "site": sites[0],
        "other": sites[1],
        "practice": int(re.findall(r"/adoptions/(\d+)/", practice)[0]),
        "year": date.today().year,  # noqa: DTZ011 – the year of this machine is the server's
    }


def shortest_below(section: str, hub: RunningHub) -> str:
    return min(hub.below(section), key=lambda path: len(hub.fetch(path).html))
