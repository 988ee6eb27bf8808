from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update

from forums.actions.tally import recount_forum
from forums.leaving import drop_files
from forums.models import Attachment, Forum, Thread
from hub.accounts.models import User
from hub.media.models import CustomDocument
from hub.resources.models import ResourcePage
from mentoring.models import MentorRequest
from practices.models import AdoptionReport

from .groups import set_up_groups
from .loading.adoptions import load_sample_adoptions
from .loading.context import Loading
from .loading.forums import load_forums, load_sample_threads
from .loading.notes import load_sample_notes
from .loading.pages import HOME, load_pages
from .loading.partners import load_partners
from .loading.paths import load_paths
from .loading.places import load_places
from .loading.policies import load_policies
from .loading.principles import load_principles
from .loading.reading import FOLDER, fingerprint
from .loading.records import EVERYTHING, LoadReport
from .loading.samples import load_samples
from .loading.vocabularies import load_glossary, load_vocabularies
from .models import LoadedRecord

Step = tuple[str, Callable[[Loading], None]]

STEPS: list[Step] = [
    ("Vocabularies and topics", load_vocabularies),
    ("Glossary", load_glossary),
    ("Places", load_places),
    ("Pages", load_pages),
    ("Principles", load_principles),
    ("Partners", load_partners),
    ("Policies", load_policies),
    ("Stage paths", load_paths),
    ("Forums", load_forums),
]
SAMPLES: list[Step] = [
    ("Samples", load_samples),
    ("Sample threads", load_sample_threads),
    ("Sample notes", load_sample_notes),
    ("Sample reports", load_sample_adoptions),
]


def load_content(
    *,
    at: datetime,
    report: Callable[[str], object],
    with_samples: bool = True,
    folder: Path = FOLDER,
) -> LoadReport:
    """Brings the Consortium's content in `folder` into the database; all of it or nothing.

    What an editor has changed or deleted stays as the editor left it. `report` is told each step in
    a line; a run that finds nothing new to load says nothing and costs one query. Raises
    ContentError, which names the file and the record, for content that cannot be loaded.
    """
    found = fingerprint(folder, with_samples)
    if LoadedRecord.objects.filter(key=EVERYTHING, digest=found).exists():
        return LoadReport()
    stored_files: list = []
    try:
        with transaction.atomic():
            return _load(Loading(folder, at, stored_files), report, with_samples, found)
    except BaseException:
        for file in stored_files:
            file.storage.delete(file.name)
        raise


def _load(
    loading: Loading, report: Callable[[str], object], with_samples: bool, found: str
) -> LoadReport:
    ledger = loading.ledger
    # The ledger indexes each row once, when it is complete.
    with disable_reference_index_auto_update():
        for title, load in [*STEPS, *SAMPLES] if with_samples else STEPS:
            before = ledger.report.counts.copy()
            load(loading)
            report(f"{title}: {LoadReport(ledger.report.counts - before)}")
    set_up_groups(ledger, ledger.row(HOME))
    ledger.note(EVERYTHING, digest=found)
    ledger.save()
    return ledger.report


@transaction.atomic
def remove_samples(*, by: User | None = None, at: datetime) -> int:
    """Deletes all pages, reports and threads marked as samples, and the files that only they used.

    Returns how many pages there were. They do not come back: their records stay known as deleted.
    """
    pages = list(ResourcePage.objects.filter(is_sample=True).order_by("pk"))
    for page in pages:
        page.specific.delete(user=by)
    MentorRequest.objects.filter(is_sample=True).delete()
    AdoptionReport.objects.filter(is_sample=True).delete()
    _remove_sample_files()
    _remove_sample_threads()
    LoadedRecord.objects.filter(key__startswith="samples/").update(loaded_at=at)
    return len(pages)


def _remove_sample_threads() -> None:
    """With what members answered to them: it is about something that does not exist."""
    threads = Thread.objects.filter(is_sample=True)
    drop_files(Attachment.objects.filter(post__thread__in=threads))
    threads.delete()
    for forum in Forum.objects.in_order():
        recount_forum(forum)


def _remove_sample_files() -> None:
    loaded = LoadedRecord.objects.filter(
        key__startswith="samples/file:", model=CustomDocument._meta.label
    )
    used = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(CustomDocument)
    ).values_list("to_object_id", flat=True)
    unused = set(loaded.values_list("object_id", flat=True)) - set(used)
    for document in CustomDocument.objects.filter(pk__in=unused):
        document.delete()
