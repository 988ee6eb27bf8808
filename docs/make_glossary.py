"""Writes docs/glossary.md from the content files. With --check it only says whether it is current.

Words that are there to be found and never to be shown (`search_only`) are not read at all.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

DOCS = Path(__file__).resolve().parent
CONTENT = DOCS.parent / "hub" / "home" / "content"
GLOSSARY = DOCS / "glossary.md"
OUR_WORDS = DOCS / "glossary-code.md.in"

HEAD = """\
# Glossary

What we call things. `python docs/make_glossary.py` writes this page from the files in
`hub/home/content/`, where the words are kept; change them there. The hub shows the same entries at
`/about/glossary/`. The words of the code come first, then the scale of evidence, then the field.
"""


def glossary() -> str:
    """The whole page."""
    terms = _read("terms.json")["terms"]
    levels = _read("vocabularies.json")["vocabularies"]["evidence_level"]
    parts = [HEAD, OUR_WORDS.read_text(encoding="utf-8"), _evidence(levels)]
    parts += [_say_instead(terms), *_words_of_the_field(terms)]
    return "\n".join(part.strip() + "\n" for part in parts)


def _read(name: str) -> dict[str, Any]:
    return json.loads((CONTENT / name).read_text(encoding="utf-8"))


def _evidence(levels: dict[str, Any]) -> str:
    rows = [f"| {word['label']} | {word['definition']} |" for word in levels["values"]]
    ladders = [f"* **{name}:** {text}" for name, text in levels["crosswalk"].items()]
    return "\n".join(
        [
            "## How strong the evidence is",
            "",
            "A practice has one level, and each of its outcomes has one of its own.",
            "",
            "| Level | What it takes |",
            "|---|---|",
            *rows,
            "",
            "How other ladders compare:",
            "",
            *ladders,
        ]
    )


def _say_instead(terms: list[dict[str, Any]]) -> str:
    lines = [
        f"* In place of “{term['term'].lower()}” say {term['prefer']}. {term['definition']}"
        for term in terms
        if not term["display"] and term["prefer"]
    ]
    return "\n".join(["## Say something else", "", *lines]) if lines else ""


def _words_of_the_field(terms: list[dict[str, Any]]) -> Iterator[str]:
    yield "## Words of the field"
    letter = ""
    shown = [term for term in terms if term["display"]]
    for term in sorted(shown, key=lambda term: term["term"].lower()):
        first = term["term"][0].upper() if term["term"][0].isalpha() else "0–9"
        if first != letter:
            letter = first
            yield f"### {letter}"
        yield _entry(term)


def _entry(term: dict[str, Any]) -> str:
    short = f" ({', '.join(term['abbreviations'])})" if term["abbreviations"] else ""
    sentences = [f"**{term['term']}**{short}: {term['definition']}"]
    if term["synonyms"]:
        sentences.append(f"Also called {', '.join(term['synonyms'])}.")
    if term["ambiguity"]:
        sentences.append(f"Mind: {term['ambiguity'].rstrip('.')}.")
    if term["see_also"]:
        sentences.append(f"See also {', '.join(term['see_also'])}.")
    return " ".join(sentences)


def main(arguments: list[str]) -> int:
    text = glossary()
    if arguments == ["--check"]:
        is_current = GLOSSARY.is_file() and GLOSSARY.read_text(encoding="utf-8") == text
        if not is_current:
            sys.stderr.write("docs/glossary.md:1: not current; run python docs/make_glossary.py\n")
        return 0 if is_current else 1
    GLOSSARY.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
