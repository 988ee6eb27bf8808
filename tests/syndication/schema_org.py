"""The part of schema.org that the hub speaks: types, their properties, and what those may hold.

Written down by hand from the pages of schema.org/<Type>, version 29; what Google requires for its
own use from its documentation of structured data (Article: nothing; Event: name, startDate,
location; QAPage: mainEntity; Question: name, answerCount and an answer with its text;
BreadcrumbList: itemListElement with position and name; SearchAction: target and query-input).
"""

import re
from typing import Any

TEXT, NUMBER, YES_NO = "Text", "Number", "Boolean"
URL, MOMENT = "URL", "Date"
THING = {
    "name": {TEXT},
    "alternateName": {TEXT},
    "description": {TEXT},
    "disambiguatingDescription": {TEXT},
    "url": {URL},
    "sameAs": {URL},
    "potentialAction": {"SearchAction"},
}
CREATIVE_WORK = THING | {
    "about": {"Thing", "AdministrativeArea", "DefinedTermSet"},
    "author": {"Organization"},
    "citation": {"CreativeWork"},
    "creditText": {TEXT},
    "dateModified": {MOMENT},
    "datePublished": {MOMENT},
    "encoding": {"MediaObject"},
    "genre": {TEXT},
    "headline": {TEXT},
    "inLanguage": {TEXT},
    "isAccessibleForFree": {YES_NO},
    "isBasedOn": {"CreativeWork"},
    "isPartOf": {"WebSite"},
    "license": {URL},
    "mainEntity": {
        "ItemList",
        "MedicalGuideline",
        "DefinedTermSet",
        "AdministrativeArea",
        "Question",
    },
    "publisher": {"Organization"},
    "spatialCoverage": {"AdministrativeArea"},
    "text": {TEXT},
    "version": {TEXT},
}
PROPERTIES: dict[str, dict[str, set[str]]] = {
    "Thing": THING,
    "AdministrativeArea": THING,
    "Article": CREATIVE_WORK,
    "CollectionPage": CREATIVE_WORK,
    "CreativeWork": CREATIVE_WORK,
    "DigitalDocument": CREATIVE_WORK,
    "Quotation": CREATIVE_WORK,
    "WebPage": CREATIVE_WORK,
    "QAPage": CREATIVE_WORK,
    "Question": CREATIVE_WORK | {"answerCount": {NUMBER}, "acceptedAnswer": {"Answer"}},
    "Answer": CREATIVE_WORK,
    "WebSite": CREATIVE_WORK,
    "DefinedTerm": THING,
    "DefinedTermSet": CREATIVE_WORK | {"hasDefinedTerm": {"DefinedTerm"}},
    "HowTo": CREATIVE_WORK | {"step": {"HowToStep"}},
    "HowToStep": CREATIVE_WORK,
    "Legislation": CREATIVE_WORK
    | {
        "legislationIdentifier": {TEXT},
        "legislationType": {TEXT},
        "legislationDate": {MOMENT},
        "legislationJurisdiction": {"AdministrativeArea"},
        "legislationLegalForce": {URL},
    },
    "MediaObject": CREATIVE_WORK | {"contentUrl": {URL}, "encodingFormat": {TEXT}},
    "MedicalGuideline": THING
    | {"guidelineDate": {MOMENT}, "recognizingAuthority": {"Organization"}},
    "Organization": THING
    | {
        "areaServed": {"AdministrativeArea"},
        "dissolutionDate": {MOMENT},
        "foundingDate": {MOMENT},
        "knowsAbout": {"Thing", TEXT},
        "parentOrganization": {"Organization"},
    },
    "Event": THING
    | {
        "about": {"Thing"},
        "startDate": {MOMENT},
        "endDate": {MOMENT},
        "eventStatus": {URL},
        "eventAttendanceMode": {URL},
        "location": {"Place", "VirtualLocation"},
        "maximumAttendeeCapacity": {NUMBER},
        "organizer": {"Organization"},
    },
    "Place": THING | {"address": {TEXT}},
    "VirtualLocation": THING,
    "ItemList": THING | {"itemListElement": {"ListItem"}},
    "BreadcrumbList": THING | {"itemListElement": {"ListItem"}},
    "ListItem": THING | {"position": {NUMBER}, "item": {URL}},
    "SearchAction": THING | {"target": {"EntryPoint"}, "query-input": {TEXT}},
    "EntryPoint": THING | {"urlTemplate": {TEXT}},
}
REQUIRED = {
    "Article": {"headline"},
    "Event": {"name", "startDate", "location"},
    "QAPage": {"mainEntity"},
    "Question": {"name", "answerCount", "acceptedAnswer"},
    "Answer": {"text"},
    "Legislation": {"name", "legislationIdentifier"},
    "ListItem": {"position", "name"},
    "BreadcrumbList": {"itemListElement"},
    "SearchAction": {"target", "query-input"},
}
DATE = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d+)?([+-]\d\d:\d\d|Z))?")


def faults(node: dict[str, Any], where: str = "") -> list[str]:
    """What schema.org would not understand in a node and in everything within it."""
    kind = node.get("@type", "")
    here = f"{where}/{kind}"
    if kind not in PROPERTIES:
        return [f"{here}: no such type"]
    found = [f"{here}: needs {name}" for name in REQUIRED.get(kind, set()) - set(node)]
    for name, value in node.items():
        if name == "@type":
            continue
        allowed = PROPERTIES[kind].get(name)
        if allowed is None:
            found.append(f"{here}: no property {name}")
            continue
        for one in value if isinstance(value, list) else [value]:
            found += _faults_of(one, allowed, f"{here}.{name}")
    return found


def _faults_of(value: Any, allowed: set[str], where: str) -> list[str]:
    if isinstance(value, dict):
        wrong = [] if value.get("@type") in allowed else [f"{where}: no {value.get('@type')}"]
        return wrong + faults(value, where)
    return [] if any(_fits(value, kind) for kind in allowed) else [f"{where}: {value!r}"]


def _fits(value: Any, kind: str) -> bool:
    if kind == YES_NO:
        return isinstance(value, bool)
    if kind == NUMBER:
        return isinstance(value, int) and not isinstance(value, bool)
    if not isinstance(value, str) or not value:
        return False
    if kind == URL:
        return value.startswith(("http://", "https://"))
    return bool(DATE.fullmatch(value)) if kind == MOMENT else kind == TEXT
