"""Content that cannot be loaded names its file and its record, in words."""

import pytest

from hub.home.loading.reading import ContentError
from hub.taxonomy.models import GlossaryEntry
from tests.home.content_files import alter, alter_policy, alter_term

pytestmark = pytest.mark.long


def test_bad_content_names_its_file_and_record_and_loads_nothing(load, folder):
    alter_term(folder, "Diversion", definition="New words.")
    number = alter_policy(folder, "ga-sb403-2022", status="nearly")

    with pytest.raises(ContentError) as caught:
        load()

    assert str(caught.value).startswith(f"policies.json, record {number} (ga-sb403-2022): ")
    assert "“nearly” is not a status" in str(caught.value)
    assert GlossaryEntry.objects.get(term="Diversion").definition != "New words."


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"title": ""}, "“title” is missing"),
        ({"status": "in_committee", "as_of": None}, "“as_of” is missing"),
        ({"as_of": "last spring"}, "Invalid isoformat string"),
        ({"topics": ["gardening"]}, "nothing is called “topic:gardening” in vocabularies.json"),
        ({"jurisdiction": "ZZ"}, "nothing is called “ZZ” in jurisdictions.json"),
        ({"amends": ["no-such-law"]}, "links to “policies/no-such-law”, which is in no file"),
        ({"source_url": "javascript:alert(1)"}, "Enter a valid URL"),
        ({"identifier": "x" * 161}, "at most 160 characters"),
        ({"dates": {"enacted": "2021-13"}}, "Write a year"),
        ({"dates": None}, "“dates” is missing"),
        ({"summary": "word " * 99}, "begins with over 300 characters of sentence"),
    ],
)
def test_each_fault_of_a_policy_is_told_in_words(load, folder, fields, sentence):
    alter_policy(folder, "ga-sb403-2022", **fields)

    with pytest.raises(ContentError, match="ga-sb403-2022") as caught:
        load()

    assert sentence in str(caught.value)


@pytest.mark.parametrize(
    ("name", "fields", "sentence"),
    [
        ("sample-county-ems", {"type": "poem"}, "“poem” is not a type of sample"),
        ("sample-county-ems", {"principles": ["speed"]}, "principles.json has no “speed”"),
        ("sample-county-ems", {"staffing": [{"rank": 1}]}, "“rank” is not a part"),
        ("sample-county-ems", {"no_such_field": 1}, "has no field named"),
        ("when-a-person-declines-transport", {"body": [{"poem": "x"}]}, "not a kind of block"),
        ("first-call-script", {"document": {"file": "no.txt", "title": "No"}}, "cannot be read"),
    ],
)
def test_each_fault_of_a_sample_is_told_in_words(load, folder, name, fields, sentence):
    alter(folder, "samples.json", "samples", name, lambda record: record.update(fields))

    with pytest.raises(ContentError, match=f"samples.json, record .*{name}") as caught:
        load()

    assert sentence in str(caught.value)


def test_neighbors_must_agree_that_they_are_neighbors(load, folder):
    alter(
        folder,
        "neighbors.json",
        "neighbors",
        "GA",
        lambda record: record.update(neighbors=["AL", "TX"]),
    )

    with pytest.raises(ContentError, match=r"neighbors.json, record .* it names \w\w, which does"):
        load()


@pytest.mark.parametrize(
    ("file", "text", "sentence"),
    [
        ("terms.json", "{", "terms.json: it is not valid JSON"),
        ("terms.json", "[]", "terms.json: it must hold one object"),
        ("terms.json", "{}", "terms.json: it must hold a list called “terms”"),
        ("terms.json", '{"terms": [1]}', "terms.json, record 1: it must be an object"),
        ("terms.json", '{"terms": [{}]}', "terms.json, record 1: “term” is missing"),
        (
            "terms.json",
            '{"terms": [{"term": "A"}, {"term": "A"}]}',
            "terms.json, record 2 (A): record 1 has the same name",
        ),
        ("vocabularies.json", "{}", "vocabularies.json: it must hold an object"),
        ("vocabularies.json", '{"vocabularies": {"colors": {}}}', "the hub has no vocabulary"),
        ("vocabularies.json", '{"vocabularies": {"stage": {"values": [{}]}}}', "“slug” is missing"),
    ],
)
def test_a_broken_file_is_named(load, folder, file, text, sentence):
    (folder / file).write_text(text, encoding="utf-8")

    with pytest.raises(ContentError) as caught:
        load()

    assert sentence in str(caught.value)


def test_a_missing_file_is_named(load, folder):
    (folder / "partners.json").unlink()

    with pytest.raises(ContentError, match=r"partners.json: the file cannot be read"):
        load()
