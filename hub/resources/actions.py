from datetime import datetime

from django.apps import apps
from django.db.models import Model, QuerySet

from hub.accounts.models import User
from hub.notifications.actions import announce
from hub.notifications.models import Notification
from hub.taxonomy.models import Jurisdiction, Topic

from .models import ProgramFacts, ResourcePage


def announce_resource(page: ResourcePage, *, by: User | None, at: datetime) -> int:
    """Tells followers of what was published; returns how many were told.

    The first time those of its topics and its places hear of it, and of the places around them;
    later only those of the page itself.
    """
    if not page.live:
        # Scheduled: it is told of when it appears.
        return 0
    if page.first_published_at != page.last_published_at:
        return announce(page, to_followers_of=[], kind=Notification.Kind.UPDATED, by=by, at=at)
    things: list[Model] = [*_topics_of(page), *_places_of(page)]
    return announce(page, to_followers_of=things, kind=Notification.Kind.PUBLISHED, by=by, at=at)


def _topics_of(page: ResourcePage) -> QuerySet[Topic]:
    return Topic.objects.filter(resource_topics__content_object=page)


def _places_of(page: ResourcePage) -> list[Jurisdiction]:
    here = list(Jurisdiction.objects.by_name().filter(resources=page))
    around = Jurisdiction.objects.by_name().filter(children__in=here).distinct()
    # What holds somewhere is no news for everybody who follows the whole nation.
    nation = Jurisdiction.Kind.FEDERAL
    return [*here, *(place for place in around.exclude(kind=nation) if place not in here)]


def note_facts(page: ResourcePage) -> ProgramFacts | None:
    """Keeps what matching asks of `page` as it is now; None when it tells of no program.

    Whoever changes live columns past save(), with update(), calls this with the page read anew.
    """
    facts = page.match_facts()
    if facts is None:
        return None
    row = ProgramFacts.of(page, facts)
    # One statement, whether there was a row or not.
    ProgramFacts.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=["page"],
        update_fields=list(ProgramFacts.COLUMNS),
    )
    return row


def fill_facts() -> int:
    """Notes the facts of pages that have none yet; returns of how many. Costs a look when done."""
    filled = 0
    for model in apps.get_models():
        if issubclass(model, ResourcePage) and model.match_facts is not ResourcePage.match_facts:
            for page in model._base_manager.filter(program_facts=None).order_by("pk"):
                note_facts(page)
                filled += 1
    return filled


def set_order_right() -> int:
    """Makes the columns that lists are ordered by anew where they are wrong; returns of how many.

    Only what went past save(), such as a bulk load, can have left them wrong.
    """
    mended = 0
    for page in ResourcePage.objects.order_by("pk").iterator(chunk_size=500):
        before = {name: getattr(page, name) for name in page.COLUMNS}
        page.note_order()
        after = {name: getattr(page, name) for name in page.COLUMNS}
        if after != before:
            ResourcePage.objects.filter(pk=page.pk).update(**after)
            mended += 1
    return mended
