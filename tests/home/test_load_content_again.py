"""What a later run does. All content is loaded once; each test changes a copy of the files."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from wagtail.models import Page, ReferenceIndex

from hub.home import actions
from hub.home.actions import load_content, remove_samples
from hub.home.models import LoadedRecord
from hub.library.models import LibraryItemPage
from hub.media.models import CustomDocument
from hub.policies.models import PolicyPage
from hub.principles.models import PrinciplePage
from hub.resources.models import ResourcePage
from hub.taxonomy.models import GlossaryEntry, Topic
from tests.home.content_files import LOADED_AT as NOW
from tests.home.content_files import alter, alter_policy, alter_term

pytestmark = pytest.mark.long

LATER = NOW + timedelta(days=30)


# --- The second time ------------------------------------------------------------------------------


def test_a_second_run_asks_once_and_says_nothing(loaded, db, django_assert_num_queries):
    said: list[str] = []

    with django_assert_num_queries(1):
        report = load_content(at=LATER, report=said.append)

    assert not report.has_changes
    assert not said


def test_a_changed_record_reaches_a_row_that_nobody_edited(load, folder):
    alter_policy(folder, "wa-hb1811-2025", summary="New words.")
    alter_term(folder, "Diversion", definition="New words.")

    report = load()

    assert (report.made, report.updated, report.skipped) == (0, 2, 0)
    policy = PolicyPage.objects.get(slug="wa-hb1811-2025")
    assert policy.summary == policy.get_latest_revision_as_object().summary == "New words."
    assert GlossaryEntry.objects.get(term="Diversion").definition == "New words."


def test_what_an_editor_changed_stays_as_the_editor_left_it(load, folder):
    GlossaryEntry.objects.filter(term="Diversion").update(definition="An editor's words.")
    PolicyPage.objects.filter(slug="ga-sb403-2022").update(citation="An editor's words.")
    alter_term(folder, "Diversion", definition="New words.")
    alter_policy(folder, "ga-sb403-2022", citation="New words.")

    report = load()

    assert (report.updated, report.skipped) == (0, 2)
    assert GlossaryEntry.objects.get(term="Diversion").definition == "An editor's words."
    assert PolicyPage.objects.get(slug="ga-sb403-2022").citation == "An editor's words."


def test_a_page_with_an_editors_draft_is_left_alone(load, folder):
    policy = PolicyPage.objects.get(slug="ga-sb403-2022")
    policy.summary = "A draft."
    policy.save_revision()
    alter_policy(folder, "ga-sb403-2022", summary="New words.")

    report = load()

    policy.refresh_from_db()
    assert report.skipped == 1
    assert policy.get_latest_revision_as_object().summary == "A draft."
    assert policy.summary != "New words."


def test_a_page_that_an_editor_unpublished_stays_unpublished(load, folder):
    PolicyPage.objects.get(slug="ga-sb403-2022").unpublish()
    alter_policy(folder, "ga-sb403-2022", summary="New words.")

    report = load()

    assert report.skipped == 1
    assert not PolicyPage.objects.get(slug="ga-sb403-2022").live


def test_what_an_editor_deleted_does_not_come_back(load, folder):
    PrinciplePage.objects.get(slug="safe-encounters").delete()
    Topic.objects.get(slug="safety").delete()
    alter_term(folder, "Diversion", definition="New words.")
    alter(
        folder,
        "principles.json",
        "principles",
        "safe-encounters",
        lambda record: record.update(title="New"),
    )

    report = load()

    assert (report.made, report.updated, report.skipped) == (0, 1, 1)
    assert not PrinciplePage.objects.filter(slug="safe-encounters").exists()


def test_a_deleted_topic_does_not_stand_in_the_way_of_what_names_it(load, folder):
    Topic.objects.get(slug="liability").delete()
    alter_policy(folder, "ga-sb403-2022", summary="New words.")

    load()

    policy = PolicyPage.objects.get(slug="ga-sb403-2022")
    assert policy.summary == "New words."
    assert "liability" not in policy.topics.slugs()


def test_a_row_that_somebody_else_made_first_is_theirs(load, folder):
    GlossaryEntry.objects.create(term="Something new", definition="Theirs.")
    path = folder / "terms.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    content["terms"].append({"term": "Something new", "definition": "Ours."})
    path.write_text(json.dumps(content), encoding="utf-8")

    report = load()

    assert not report.has_changes
    assert GlossaryEntry.objects.get(term="Something new").definition == "Theirs."


def test_a_long_summary_ends_with_a_sentence_and_goes_on_in_the_body(load, folder):
    text = "A first sentence. " + "And more words. " * 30
    alter_policy(folder, "ga-sb403-2022", summary=text.strip())

    load()

    policy = PolicyPage.objects.get(slug="ga-sb403-2022")
    assert len(policy.summary) <= 300
    assert policy.summary.endswith("words.")
    assert str(policy.body[0].value).count("more words") == 30


# --- Samples go -----------------------------------------------------------------------------------


def test_removed_samples_leave_nothing_and_do_not_come_back(load, folder):
    count = remove_samples(at=LATER)

    alter(
        folder, "samples.json", "samples", "sample-county-ems", lambda r: r.update(title="Changed")
    )
    report = load()
    assert count == 19
    assert not report.made
    assert not ResourcePage.objects.filter(is_sample=True).exists()
    assert not CustomDocument.objects.exists()
    assert not any(Page.find_problems())
    assert PolicyPage.objects.count() == 75


def test_a_sample_file_that_a_real_page_uses_stays(loaded, db):
    item = LibraryItemPage.objects.get(slug="first-call-script")
    LibraryItemPage.objects.filter(pk=item.pk).update(is_sample=False)

    count = remove_samples(at=LATER)

    assert count == 18
    assert CustomDocument.objects.get().pk == item.document_id
    assert ReferenceIndex.objects.filter(to_object_id=str(item.document_id)).exists()


def test_content_may_be_loaded_without_samples(load, folder):
    LoadedRecord.objects.filter(key__startswith="samples/").delete()
    ResourcePage.objects.filter(is_sample=True).update(is_sample=False)

    report = load(with_samples=False)

    assert not report.made
    assert not LoadedRecord.objects.filter(key__startswith="samples/").exists()


# --- Commands -------------------------------------------------------------------------------------


def test_the_command_says_nothing_when_there_is_nothing_to_do(loaded, db):
    said = StringIO()

    call_command("load_content", stdout=said)

    assert said.getvalue() == ""


def test_the_command_tells_counts(load, folder, monkeypatch):
    said = StringIO()
    alter_term(folder, "Diversion", definition="New words.")
    monkeypatch.setitem(actions.load_content.__kwdefaults__, "folder", folder)

    call_command("load_content", stdout=said)

    assert "Glossary: 1 updated, 123 left alone" in said.getvalue()
    assert "All together: 1 updated" in said.getvalue()


def test_the_command_fails_in_one_plain_sentence(load, folder, monkeypatch):
    said = StringIO()
    alter_policy(folder, "ga-sb403-2022", title="")
    monkeypatch.setitem(actions.load_content.__kwdefaults__, "folder", folder)

    with pytest.raises(SystemExit) as caught:
        call_command("load_content", stdout=StringIO(), stderr=said)

    assert caught.value.code == 1
    assert "“title” is missing. Nothing was loaded." in said.getvalue()


def test_the_command_that_removes_samples_counts_them(loaded, db):
    said = StringIO()

    call_command("remove_samples", stdout=said)

    assert said.getvalue() == "19 sample pages removed.\n"
