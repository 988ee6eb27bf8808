"""What the kinds of things that can be found are called, and their order on the tabs."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from hub.core.models import BaseIndexPage, BasePage

SECTION = "section"
PLACE = "place"
TOPIC = "topic"
WORD = "word"
PERSON = "person"
THREAD = "thread"
POST = "post"
NOTE = "sitenote"
# In the order in which readers look for them; what is not named here follows.
ORDER = (
    "practicepage",
    "policypage",
    "mentorsitepage",
    "casestudypage",
    NOTE,
    "guidelinepage",
    "libraryitempage",
    "eventpage",
    "principlepage",
    "organizationpage",
    THREAD,
    POST,
    PERSON,
    TOPIC,
    PLACE,
    SECTION,
    WORD,
)


@dataclass(frozen=True)
class Kind:
    """A sort of thing: its name in addresses, its words, its icon."""

    name: str
    label: str
    icon: str


@lru_cache
def kinds() -> dict[str, Kind]:
    """Name → kind, in the order of the tabs."""
    found = {
        str(model._meta.model_name): Kind(
            str(model._meta.model_name), model.kind_label, model.kind_icon
        )
        for model in _page_types(BasePage)
        if model.kind_label != BasePage.kind_label and not issubclass(model, BaseIndexPage)
    }
    found[PLACE] = Kind(PLACE, "Place", "location-on")
    found[TOPIC] = Kind(TOPIC, "Topic", "topic")
    found[WORD] = Kind(WORD, "Word we use", "list")
    found[THREAD] = Kind(THREAD, "Discussion", "forum")
    found[POST] = Kind(POST, "Reply", "chat")
    found[NOTE] = Kind(NOTE, "Note of a site", "people")
    found[PERSON] = Kind(PERSON, "Person", "person")
    found[SECTION] = Kind(SECTION, "Section of the hub", "bookmark")
    order = [*ORDER, *found]
    return dict(sorted(found.items(), key=lambda item: order.index(item[0])))


def _page_types(model: Any) -> list[Any]:
    below = [found for child in model.__subclasses__() for found in _page_types(child)]
    return [*([] if model._meta.abstract else [model]), *below]
