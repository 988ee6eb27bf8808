"""Templates go up once and down to components, say what they need and hold no code."""

import pytest

from tests.architecture import markup
from tests.architecture.sources import TEMPLATES, template_name, templates

ALL = {template_name(path): path.read_text() for path in templates()}
COMPONENTS = {name: text for name, text in ALL.items() if name.startswith("components/")}
CHECKS = {
    "extends nothing but base.html": markup.wrong_extends,
    "includes components, and says only": markup.wrong_includes,
    "closes its blocks by name": markup.unnamed_endings,
    "holds neither styles nor scripts": markup.inline_code,
    "loads nothing from elsewhere": markup.foreign_resources,
    "escapes what it shows": markup.unescaped,
}


@pytest.mark.parametrize("check", CHECKS.values(), ids=CHECKS)
def test_every_template(check):
    wrong = {name: found for name, text in ALL.items() if (found := check(text))}

    assert wrong == {}


def test_every_component_says_what_it_needs():
    wrong = [name for name, text in COMPONENTS.items() if markup.undeclared(text)]

    assert wrong == []


def test_components_extend_nothing():
    assert [name for name, text in COMPONENTS.items() if "{% extends" in text] == []


def rings(includes: dict[str, list[str]]) -> list[str]:
    """Components that, by some way down, include themselves."""

    def below(name: str, seen: frozenset[str]) -> set[str]:
        children = set(includes.get(name, [])) - seen
        return children.union(*(below(child, seen | children) for child in children))

    return [name for name in includes if name in below(name, frozenset())]


def test_no_component_includes_itself():
    assert rings({name: markup.included_by(text) for name, text in ALL.items()}) == []


def test_every_component_is_used():
    included = {name for text in ALL.values() for name in markup.included_by(text)}
    # Blocks are named in Python, beside the block they show.
    alone = {
        name
        for name in COMPONENTS
        if name not in included and not name.startswith("components/blocks/")
    }

    assert alone == set()


def test_a_ring_of_components_is_found():
    assert rings({"a": ["b"], "b": ["c"], "c": ["a"], "d": ["a"]}) == ["a", "b", "c"]


BROKEN = [
    (markup.wrong_extends, '{% extends "practices/practice_page.html" %}'),
    (markup.wrong_extends, "{% extends layout %}"),
    (markup.wrong_includes, '{% include "practices/practice_page.html" only %}'),
    (markup.wrong_includes, "{% include name only %}"),
    (markup.wrong_includes, '{% include "components/no_such_part.html" only %}'),
    (markup.wrong_includes, '{% include "components/notice.html" %}'),
    (markup.wrong_includes, '{% include "components/notice.html" with only=1 %}'),
    (markup.unnamed_endings, "{% block content %}\nwords\n{% endblock %}"),
    (markup.unnamed_endings, "{% block content %}words{% endblock title %}"),
    (markup.undeclared, "<p>{{ text }}</p>"),
    (markup.inline_code, '<p style="color: red">x</p>'),
    (markup.inline_code, '<button class="a" onclick="go()">x</button>'),
    (markup.inline_code, "<script>go()</script>"),
    (markup.inline_code, "<style>p {}</style>"),
    (markup.inline_code, '<a href="javascript:go()">x</a>'),
    (markup.foreign_resources, '<script src="https://cdn.example.com/x.js"></script>'),
    (markup.foreign_resources, '<link rel="stylesheet" href="//fonts.example.com/x.css">'),
    (markup.foreign_resources, '<img alt="" src="http://example.com/pixel.gif">'),
    (markup.unescaped, "{{ page.body|safe }}"),
    (markup.unescaped, "{% autoescape off %}"),
]


@pytest.mark.parametrize(("check", "broken"), BROKEN)
def test_a_broken_template_is_found(check, broken):
    assert len(check(broken)) == 1


def test_a_sound_template_passes_all():
    sound = (
        '{% extends "base.html" %}\n{% block title %}A page{% endblock %}\n'
        '{% block content %}\n<a href="https://example.org">{{ page.title }}</a>\n'
        '{% include "components/notice.html" with text=text only %}\n{% endblock content %}'
    )

    assert [check(sound) for check in CHECKS.values()] == [[]] * len(CHECKS)


def test_all_templates_are_read():
    assert len(ALL) > 80
    assert len(ALL) == len(list(TEMPLATES.rglob("*.html")))
