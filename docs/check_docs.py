"""Checks what the documentation promises. Prints file:line for each broken one, then exits with 1.

Checked are links and pictures, paths of the project, `make` targets, settings from the environment,
examples in Python, and whether the glossary is current. Nothing is fetched and nothing is imported
from the hub, so it runs with any Python.
"""

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import make_glossary

ROOT = Path(__file__).resolve().parents[1]
SKIPPED = {"var", "node_modules", "htmlcov"}
FOLDERS = (
    "hub|practices|mentorsites|casestudies|mentoring|paths|forums|static|tests|docs|bench|deploy|"
    "requirements"
)

FENCE = re.compile(r"^\s*```(\w*)")
CODE = re.compile(r"`([^`]+)`")
LINK = re.compile(r"(!?)\[([^\]]*)\]\(\s*<?([^)\s>]+)>?[^)]*\)")
REFERENCE = re.compile(r"^\[[^\]]+\]:\s*(\S+)")
HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$")
OUR_PATH = re.compile(rf"^(?:{FOLDERS})/[\w./*-]*$")
MAKE = re.compile(r"\bmake ([a-z]+)\b")
VARIABLE = re.compile(r"\b(HUB_[A-Z_]+)\b")


@dataclass
class Document:
    path: Path
    # Prose with its line numbers, and each fenced example: (language, first line, text).
    prose: list[tuple[int, str]] = field(default_factory=list)
    examples: list[tuple[str, int, str]] = field(default_factory=list)


def read_document(path: Path) -> Document:
    document = Document(path)
    language, start, lines = "", 0, None
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        fence = FENCE.match(line)
        if fence and lines is None:
            language, start, lines = fence[1], number + 1, []
        elif fence and lines is not None:
            document.examples.append((language, start, "\n".join(lines)))
            lines = None
        elif lines is None:
            document.prose.append((number, line))
        else:
            lines.append(line)
    return document


def documents() -> Iterator[Document]:
    for path in sorted(ROOT.rglob("*.md")):
        folders = path.relative_to(ROOT).parts[:-1]
        if not any(part.startswith(".") or part in SKIPPED for part in folders):
            yield read_document(path)


def check_links(document: Document) -> Iterator[tuple[int, str]]:
    for number, line in document.prose:
        bare = CODE.sub("", line)
        targets = [reference[1]] if (reference := REFERENCE.match(bare)) else []
        for is_picture, text, target in LINK.findall(bare):
            targets.append(target)
            if is_picture and not text.strip():
                yield number, f"the picture {target} has no text for people who cannot see it"
        for target in targets:
            if trouble := _trouble_with(target, document.path):
                yield number, trouble


def _trouble_with(target: str, source: Path) -> str:
    if re.match(r"^[a-z][a-z+.-]*:", target):
        return ""
    if target.startswith("/"):
        return f"{target} is no relative link"
    name, _, anchor = target.partition("#")
    found = (source.parent / name).resolve() if name else source
    if not found.is_relative_to(ROOT) or not found.exists():
        return f"{target} does not exist"
    if anchor and found.suffix == ".md" and anchor not in anchors(found):
        return f"{target}: that page has no heading “{anchor}”"
    return ""


def anchors(path: Path) -> set[str]:
    """The anchors that code hosts make of the headings of a page."""
    headings = [HEADING.match(line) for _, line in read_document(path).prose]
    texts = [heading[1].replace("`", "").lower() for heading in headings if heading]
    return {re.sub(r"[^\w\- ]", "", text).replace(" ", "-") for text in texts}


def check_paths(document: Document) -> Iterator[tuple[int, str]]:
    for number, line in document.prose:
        for code in CODE.findall(line):
            path = code.split("::")[0].rstrip("/")
            if OUR_PATH.match(code.split("::")[0]) and not any(ROOT.glob(path)):
                yield number, f"{code} does not exist"


def check_names(document: Document) -> Iterator[tuple[int, str]]:
    """Targets of make and variables of the environment, in prose and in examples."""
    targets = set(re.findall(r"^([a-z]+):", _text("Makefile"), re.MULTILINE))
    variables = set(VARIABLE.findall(_text(".env.example")))
    lines = [(number, " ".join(CODE.findall(line))) for number, line in document.prose]
    for language, start, text in document.examples:
        if language in ("console", "sh", "ini"):
            lines += enumerate(text.splitlines(), start)
    for number, code in lines:
        for target in MAKE.findall(code):
            if target not in targets:
                yield number, f"the Makefile has no target “{target}”"
        for variable in VARIABLE.findall(code):
            if variable not in variables:
                yield number, f".env.example has no {variable}"


def _text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def check_examples(document: Document) -> Iterator[tuple[int, str]]:
    """Python must be Python, and what it imports from us must be there or made in an example."""
    made: set[str] = set()
    for language, start, text in document.examples:
        if language != "python":
            continue
        try:
            tree = ast.parse(text)
        except SyntaxError as error:
            yield start + (error.lineno or 1) - 1, f"this is not Python: {error.msg}"
            continue
        made |= {node.name for node in tree.body if isinstance(node, ast.ClassDef)}
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module and not node.level:
                asked = {alias.name for alias in node.names} - made
                for name in _missing_names(node.module, sorted(asked)):
                    yield start + node.lineno - 1, f"{node.module} has no {name}"


def _missing_names(module: str, names: list[str]) -> list[str]:
    """Those of `names` that a module of ours does not have; nothing for other people's modules."""
    if module.split(".")[0] not in FOLDERS.split("|"):
        return []
    base = ROOT.joinpath(*module.split("."))
    source = next(
        (path for path in (base.with_suffix(".py"), base / "__init__.py") if path.is_file()), None
    )
    if source is None:
        return names
    tree = ast.parse(source.read_text(encoding="utf-8"))
    return [name for name in names if name not in _defined_in(tree) and not _is_module(base / name)]


def _defined_in(tree: ast.Module) -> set[str]:
    names: set[str] = set()
    for node in tree.body:
        if isinstance(node, (ast.ClassDef, ast.FunctionDef)):
            names.add(node.name)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            names |= {alias.asname or alias.name for alias in node.names}
        elif isinstance(node, ast.Assign):
            names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            names.add(node.target.id)
    return names


def _is_module(path: Path) -> bool:
    return path.with_suffix(".py").is_file() or (path / "__init__.py").is_file()


CHECKS = (check_links, check_paths, check_names, check_examples)


def troubles() -> Iterator[str]:
    """Every broken promise as file:line: sentence."""
    for document in documents():
        found = [trouble for check in CHECKS for trouble in check(document)]
        for number, sentence in sorted(found):
            yield f"{document.path.relative_to(ROOT)}:{number}: {sentence}"


def main() -> int:
    found = list(troubles())
    for line in found:
        sys.stderr.write(f"{line}\n")
    is_current = make_glossary.main(["--check"]) == 0
    return 1 if found or not is_current else 0


if __name__ == "__main__":
    sys.exit(main())
