"""What a member writes, and what comes out as HTML."""

import re
import time
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forums.rendering import LONGEST, Link, mentioned, quote, quoted_posts, render, tidy_text
from forums.rendering.sanitizing import ATTRIBUTES, FIXED_VALUES, TAGS

REL = 'rel="nofollow ugc noopener"'
# Five times what the plan allows on a free machine: a processor's time, not the clock's.
MOST_SECONDS = 2.5
PEOPLE = {"joe": Link("/people/joe/", "@joe")}
TOPICS = {"dispatch": Link("/topics/dispatch/", "#Dispatch")}

ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "[a](javascript:alert(1))",
    "[a](JaVaScRiPt:alert(1))",
    "[a](java\tscript:alert(1))",
    "[a](&#106;avascript:alert(1))",
    "[a](data:text/html;base64,PHNjcmlwdD4=)",
    "[a](vbscript:msgbox(1))",
    "![a](javascript:alert(1))",
    "![a](data:image/svg+xml,<svg onload=alert(1)>)",
    '[a](https://example.org "onmouseover=alert(1)")',
    "<https://example.org/\"onmouseover='alert(1)'>",
    '![x" onerror="alert(1)](/forums/files/1/a.png)',
    "[a]: javascript:alert(1)\n\n[a]",
    "`<script>`\n\n```html onload=1\n<script>alert(1)</script>\n```",
    '<a name="csrf" id="x" class="button">x</a>',
    "<iframe src=https://example.org></iframe><style>*{}</style>",
    "[a](//example.org)",
    "[a](/\\example.org)",
    "[a](https:example.org)",
    "<form action=/sign-out/><input></form>",
    '| a | b |\n|:-:|--:|\n| <b onclick="1"> | x |',
]

HOSTILE = [
    "[", "![", "]", "*a_ ", "**a*", "_a*", "`a``", "<", ">", "- ", "* a\n ", "a:b://", "http://",
    "https://a.org/(", "https://a/(", "www.a.org(", "a@a.org ", "@a ", "#a ", "[a](", "[a](((",
    "[a]: /b\n", "|a", "|a|b|\n|-|-|\n", "~~a", "&a;", "\\@a", "1. ", "a\u0301", "![a]", "[]",
    "*_~`[]()<>!#@|\n", "> > > a\n", "mailto:a@", "//a.org/", "\t", "---\n", "\u202e",
]  # fmt: skip


class Seen(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]


def assert_inert(html: str) -> None:
    seen = Seen(html)
    assert seen.tags <= TAGS
    for tag, name, value in seen.attributes:
        fixed = FIXED_VALUES.get(tag, {}).get(name)
        assert name in ATTRIBUTES.get(tag, ()) or value in (fixed or ())
        if name == "href":
            assert re.match(r"(?i)https?://|mailto:|/(?![/\\])", value)
        if name == "src":
            assert value.startswith("/forums/files/")
            assert ".." not in value


def test_markdown_becomes_html_with_headings_below_the_post():
    html = render("# One\n#### Deeper\n## Two\n\n**bold** ~~old~~\nnew line").html

    assert re.findall(r"<h\d>\w+", html) == ["<h3>One", "<h4>Deeper", "<h4>Two"]
    assert "<strong>bold</strong> <s>old</s><br>\nnew line" in html


@pytest.mark.parametrize("source", ATTACKS)
def test_nothing_hostile_comes_through(source):
    assert_inert(render(source).html)


def test_a_link_to_the_hub_keeps_its_worth_and_others_lose_it(settings):
    settings.WAGTAILADMIN_BASE_URL = "https://hub.example.org"

    html = render(
        "[in](/practices/) https://hub.example.org/a/ https://hub.example.org.evil.example/ "
        "[mail](mailto:x@example.org) www.example.org"
    )

    assert '<a href="/practices/">' in html.html
    assert '<a href="https://hub.example.org/a/">' in html.html
    assert f'<a href="https://hub.example.org.evil.example/" {REL}>' in html.html
    assert f'<a href="https://www.example.org" {REL}>www.example.org</a>' in html.html
    assert html.links == 3


def test_a_sentence_without_a_space_is_no_address():
    assert "<a" not in render("He went home.So did we. See notes.In short.").html


def test_names_become_links_outside_code_links_and_addresses():
    source = "@Joe and #dispatch, not joe@example.org `@joe` [@joe](/a/) \\@joe x#dispatch #1 @who"

    rendered = render(source, people=PEOPLE, topics=TOPICS)

    assert rendered.html.count('<a class="mention" href="/people/joe/">@joe</a>') == 1
    assert rendered.html.count('<a class="topic" href="/topics/dispatch/">#Dispatch</a>') == 1
    assert "@who" in rendered.html
    assert (rendered.handles, rendered.topics) == ({"joe"}, {"dispatch"})
    assert mentioned(source) == ({"joe", "who"}, {"dispatch"})


def test_a_quotation_links_names_and_tells_nobody_again():
    rendered = render("> @joe asked\n\nYes.", people=PEOPLE)

    assert "/people/joe/" in rendered.html
    assert rendered.handles == frozenset()


def test_a_picture_from_elsewhere_is_a_link_and_ours_stays():
    rendered = render(
        "![route](/forums/files/7/ab12.png) ![spy](https://example.org/a.png) "
        "![](/forums/files/8/cd.jpg) ![up](/forums/files/../../sign-out/) "
        "[![in](https://example.org/b.png)](/a/)"
    )

    assert '<img src="/forums/files/7/ab12.png" alt="route" loading="lazy">' in rendered.html
    assert f'<a href="https://example.org/a.png" {REL}>spy</a>' in rendered.html
    assert 'alt="Picture without a description"' in rendered.html
    assert '<a href="/a/">in</a>' in rendered.html
    assert rendered.html.count("<img") == rendered.images == 2


def test_a_table_scrolls_in_a_frame_that_the_keyboard_reaches():
    html = render("| a | b |\n|---|:-:|\n| 1 | 2 |").html

    assert '<div class="table-wrap" tabindex="0" role="group" aria-label="Table">' in html
    assert '<table class="table">' in html
    assert '<th scope="col">a</th>' in html
    assert "style" not in html


def test_the_excerpt_leaves_quotations_out_and_ends_with_a_whole_word():
    rendered = render("> old words\n\n## New\n\n" + "word " * 100)

    assert rendered.excerpt.startswith("New word word")
    assert rendered.excerpt.endswith("word…")
    assert len(rendered.excerpt) <= 200
    assert rendered.words == 101


def test_invisible_signs_go_and_scripts_stay_whole():
    persian, emoji, hebrew = "می‌خواهم", "👩‍🚒", "שלום"

    tidy = tidy_text(f"a\u202eb\u200bc\u2066d\x00e\r\nf{persian} {emoji} {hebrew} Zoe\u0308")

    assert tidy == f"abcde\nf{persian} {emoji} {hebrew} Zoë"
    assert len(tidy_text("a" + "\u0301" * 500)) <= 3


@given(st.text(max_size=200))
def test_tidying_twice_changes_nothing_more(text):
    assert tidy_text(tidy_text(text)) == tidy_text(text)


@settings(max_examples=150, deadline=None)
@given(
    st.text(alphabet=st.sampled_from("ab01 \n\t*_~`[]()<>!#@|\\/:.&\"'=-{}é\u202e"), max_size=400)
)
def test_whatever_is_written_comes_out_inert(source):
    assert_inert(render(source, people=PEOPLE, topics=TOPICS).html)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([*ATTACKS, *HOSTILE]), max_size=12))
def test_attacks_side_by_side_stay_inert(parts):
    assert_inert(render("".join(parts)).html)


@pytest.mark.parametrize("part", [*HOSTILE, None])
def test_no_text_keeps_the_processor_long(part):
    text = (part * LONGEST)[:LONGEST] if part else "![" * (LONGEST // 2 - 1) + "]"
    begun = time.process_time()

    render(text)

    assert time.process_time() - begun < MOST_SECONDS


def test_what_is_beyond_the_longest_text_is_left_out():
    assert "END" not in render("a " * (LONGEST // 2) + "END").html


def test_a_quotation_names_its_author_and_leads_to_the_post():
    source = quote("> older\nAsk **them**.\n\n- twice", name="Jo [x](y)", url="/forums/p/12/3/")

    html = render(source + "Thanks.").html

    assert "older" not in html
    assert '<a href="/forums/p/12/3/">Jo [x](y) wrote</a>' in html
    assert "<strong>them</strong>" in html
    assert html.endswith("</blockquote>\n<p>Thanks.</p>\n")
    assert quoted_posts(source) == [(12, 3)]


def test_posts_are_found_by_their_address_each_once(settings):
    settings.WAGTAILADMIN_BASE_URL = "https://hub.example.org"

    found = quoted_posts(
        "[a](/forums/p/2/1/) https://hub.example.org/forums/p/3/4/ [b](/forums/p/2/1/#p-1) "
        "`/forums/p/9/9/` https://example.org/forums/p/8/8/"
    )

    assert found == [(2, 1), (3, 4)]
