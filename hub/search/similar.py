"""What the forums ask while somebody gives a question its title; named in the settings."""

from typing import Any

from django.utils import timezone

from . import engines
from .asked import Asked
from .kinds import THREAD
from .models import SearchDocument
from .understanding import understand, wanted_for


def threads_like(title: str, reader: Any, most: int) -> list[int]:
    """The numbers of threads that some of these words find, the best first."""
    asked = Asked(query=title, chosen={"kind": [THREAD]})
    engine = engines.current()
    wanted = wanted_for(engine, asked, understand(asked), reader=reader, at=timezone.now())
    if not wanted.groups:
        return []
    keys = engine.find(wanted, with_counts=False).keys[:most]
    numbers = dict(
        SearchDocument.objects.filter(pk__in=keys).order_by().values_list("pk", "object_id")
    )
    return [numbers[key] for key in keys if key in numbers]
