"""Finds what a template may not contain: each check takes its text and says what is wrong."""

import re

from tests.architecture.sources import TEMPLATES

INCLUDE = re.compile(r"{%\s*include\s+(.+?)\s*%}")
EXTENDS = re.compile(r"{%\s*extends\s+(.+?)\s*%}")
BLOCK = re.compile(r"{%\s*(block|endblock)\b\s*([\w-]*)\s*%}")
TAG = re.compile(r"<[a-zA-Z][^<>]*>")
TEMPLATE_TAG = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}")
OUTSIDE = re.compile(
    r"""\b(?:src|srcset|href|poster)\s*=\s*["']?\s*(?:https?:)?//""", re.IGNORECASE
)
LOADS = re.compile(
    r"<(?:link|script|img|source|iframe|embed|object|video|audio|use)\b", re.IGNORECASE
)
# Wagtail's own pages, which the editors' side lets us extend.
WAGTAILS = ("wagtailadmin/", "wagtailusers/")


def wrong_extends(text: str) -> list[str]:
    return [
        f"extends {name}"
        for name in EXTENDS.findall(text)
        if name != '"base.html"' and not name.strip('"').startswith(WAGTAILS)
    ]


def wrong_includes(text: str) -> list[str]:
    """Includes of anything but an existing component, or without the word only."""
    found = []
    for words in INCLUDE.findall(text):
        name, *rest = words.split()
        if name.strip('"').startswith(WAGTAILS) and EXTENDS.search(text):
            # A part of the very page that is extended: it knows what it needs.
            continue
        if not re.fullmatch(r'"components/[\w/]+\.html"', name):
            found.append(f"includes {name}, which is no component")
        elif not (TEMPLATES / name.strip('"')).is_file():
            found.append(f"includes {name}, which does not exist")
        if not rest or rest[-1] != "only":
            found.append(f"includes {name} without only")
    return found


def included_by(text: str) -> list[str]:
    return [words.split()[0].strip('"') for words in INCLUDE.findall(text)]


def unnamed_endings(text: str) -> list[str]:
    """Blocks over several lines that are not closed by their name."""
    found, open_blocks = [], []
    for match in BLOCK.finditer(text):
        kind, name = match.groups()
        if kind == "block":
            open_blocks.append((name, match.end()))
        else:
            opened, start = open_blocks.pop()
            if name != opened and (name or "\n" in text[start : match.start()]):
                found.append(f"block {opened} is closed as {name or 'nothing'}")
    return found


def undeclared(text: str) -> list[str]:
    """A component whose first line does not say what it needs."""
    first = text.partition("\n")[0]
    return [] if re.match(r"{# .+ #}", first) else ["its first line is no comment"]


def inline_code(text: str) -> list[str]:
    """Styles and scripts that the content security policy would refuse."""
    bare = TEMPLATE_TAG.sub("x", text)
    found = []
    for tag in TAG.findall(bare):
        attributes = re.sub(r'"[^"]*"', '""', tag)
        if re.search(r"\sstyle\s*=", attributes, re.IGNORECASE):
            found.append(f"style= in {tag}")
        if re.search(r"\son\w+\s*=", attributes, re.IGNORECASE):
            found.append(f"a handler in {tag}")
        if re.match(r"<style\b", tag, re.IGNORECASE):
            found.append("a style element")
        if re.search(r"=\s*[\"']?\s*javascript:", tag, re.IGNORECASE):
            found.append(f"javascript: in {tag}")
        if re.match(r"<script\b", tag, re.IGNORECASE) and not re.search(r"\ssrc\s*=", attributes):
            found.append("a script without src")
    return found


def foreign_resources(text: str) -> list[str]:
    """What a reader's browser would fetch from somebody else."""
    bare = TEMPLATE_TAG.sub("x", text)
    return [tag for tag in TAG.findall(bare) if LOADS.match(tag) and OUTSIDE.search(tag)]


def unescaped(text: str) -> list[str]:
    return re.findall(r"\|\s*(?:safe|safeseq)\b|{%\s*autoescape\s+off", text)
