"""The content files of the paths and of the sample reports, before anything is loaded from them."""

import json

import pytest

from hub.home.loading.reading import FOLDER
from paths.models.stage_path_page import FEWEST_STEPS, MOST_STEPS


def content(name: str) -> dict:
    return json.loads((FOLDER / name).read_text())


PATHS = content("paths.json")["paths"]
STEPS = [(path["slug"], step) for path in PATHS for step in path["steps"]]
REPORTS = content("adoptions.json")["reports"]


def words(vocabulary: str) -> set[str]:
    return {
        one["slug"] for one in content("vocabularies.json")["vocabularies"][vocabulary]["values"]
    }


def test_each_stage_has_one_path():
    assert {path["stage"] for path in PATHS} == words("stage")
    assert len(PATHS) == len(words("stage"))


@pytest.mark.parametrize("path", PATHS, ids=[path["slug"] for path in PATHS])
def test_a_path_has_five_to_seven_steps_and_says_when_one_is_done(path):
    assert FEWEST_STEPS <= len(path["steps"]) <= MOST_STEPS
    assert len(path["summary"]) <= 300
    assert path["when_done"]


def test_every_step_names_topics_that_there_are():
    unknown = {topic for _, step in STEPS for topic in step["topics"]} - words("topic")

    assert unknown == set()
    assert [step["title"] for _, step in STEPS if not step["topics"]] == []


def test_every_picked_page_is_in_a_file():
    known = {f"principles/{one['slug']}" for one in content("principles.json")["principles"]}
    known |= {f"policies/{one['id']}" for one in content("policies.json")["policies"]}

    assert {key for _, step in STEPS for key in step["pages"]} - known == set()


def test_every_principle_stands_at_some_step():
    picked = {key for _, step in STEPS for key in step["pages"]}
    every = {f"principles/{one['slug']}" for one in content("principles.json")["principles"]}

    assert every - picked == set()


@pytest.mark.parametrize("report", REPORTS, ids=[report["slug"] for report in REPORTS])
def test_a_sample_report_says_that_it_is_made_up(report):
    samples = {one["slug"] for one in content("samples.json")["samples"]}

    assert report["result"].startswith("Sample. ")
    assert report.get("program_name", "Sample").startswith("Sample")
    assert {report["practice"], report.get("site", report["practice"])} <= samples
