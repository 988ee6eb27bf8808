"""What the checks of the house read: its files, its floors, and who stands on which."""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "hub" / "templates"

# From the roof to the ground. Two names on one line do not know each other.
FLOORS = (
    {"hub.urls", "hub.settings"},
    {"hub.home"},
    {"hub.editing", "hub.importing", "hub.syndication", "hub.api"},
    {"hub.search"},
    {"paths"},
    {"mentoring"},
    {"casestudies"},
    {"mentorsites"},
    {"practices"},
    {"hub.policies", "hub.guidelines", "hub.library", "hub.events"},
    {"hub.resources", "forums"},
    {"hub.principles", "hub.directory", "hub.people"},
    {"hub.taxonomy", "hub.notifications"},
    {"hub.accounts"},
    {"hub.core"},
    {"hub.media"},
)
NOT_APPS = {"hub.urls", "hub.settings"}
# On the map, and not built yet.
NOT_YET: set[str] = set()
ROOMS = ("hub", "practices", "casestudies", "mentorsites", "mentoring", "paths", "forums")


def floor_of(name: str) -> int | None:
    """The floor, counted from the roof, of a module or app; None outside the house."""
    for number, rooms in enumerate(FLOORS):
        if any(name == room or name.startswith(f"{room}.") for room in rooms):
            return number
    return None


def room_of(name: str) -> str:
    return next(
        room for rooms in FLOORS for room in rooms if name == room or name.startswith(f"{room}.")
    )


def goes_downstairs(here: str, there: str) -> bool:
    """Whether `here` may know `there`: it is below, in the same room or not in the house."""
    below, above = floor_of(there), floor_of(here)
    if below is None or above is None:
        return True
    return below > above or room_of(here) == room_of(there)


def contract() -> list[str]:
    """The layers that import-linter checks, as they stand in pyproject.toml."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    (floors,) = (
        contract
        for contract in settings["tool"]["importlinter"]["contracts"]
        if contract["type"] == "layers"
    )
    return floors["layers"]


def python_files(*, migrations: bool = False) -> Iterator[Path]:
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            if migrations or "migrations" not in path.parts:
                yield path


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imports_of(tree: ast.AST, module: str) -> Iterator[str]:
    """Every module that `module` imports, wherever in it, relative ones written out."""
    package = module.split(".")
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = ".".join(package[: -node.level]) if node.level else ""
            base = ".".join(part for part in (start, node.module) if part)
            # "from hub import search" names a module too.
            yield from (f"{base}.{name.name}" for name in node.names)


def templates() -> Iterator[Path]:
    return iter(sorted(TEMPLATES.rglob("*.html")))


def template_name(path: Path) -> str:
    return path.relative_to(TEMPLATES).as_posix()
