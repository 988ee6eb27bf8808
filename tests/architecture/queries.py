"""Finds code that asks for pages past the gate, or makes markup out of untrusted text."""

import ast
from collections.abc import Iterator

GATE = {"visible_to", "visible_pages", "is_visible", "pages_known_to", "find_page"}
# Wagtail's own idea of what is public: no clock, and privacy as it was.
PAST_THE_GATE = {"live", "public", "not_live", "not_public", "private", "in_site"}
# What our code calls a page class that it does not know by name.
PAGES_IN_VARIABLES = {"model", "listed_model", "related_model"}
MANAGERS = {"objects", "_default_manager", "_base_manager"}


def functions(tree: ast.Module) -> Iterator[tuple[str, ast.AST]]:
    """Every outermost function or method with its name, then the rest of the module as ""."""
    rest = ast.Module(body=[], type_ignores=[])
    for node in tree.body:
        members = node.body if isinstance(node, ast.ClassDef) else [node]
        for member in members:
            if isinstance(member, ast.FunctionDef | ast.AsyncFunctionDef):
                yield member.name, member
            else:
                rest.body.append(member)
    yield "", rest


def names_in(node: ast.AST) -> set[str]:
    named = {child.id for child in ast.walk(node) if isinstance(child, ast.Name)}
    return named | {child.attr for child in ast.walk(node) if isinstance(child, ast.Attribute)}


def asks_for_pages(node: ast.AST) -> bool:
    """Whether something in `node` is asked for through the manager of a page class."""
    return any(
        isinstance(child, ast.Attribute) and child.attr in MANAGERS and _is_page_class(child.value)
        for child in ast.walk(node)
    )


def _is_page_class(node: ast.AST) -> bool:
    name = node.id if isinstance(node, ast.Name) else getattr(node, "attr", "")
    return name.endswith("Page") or name in PAGES_IN_VARIABLES


def ungated(source: str) -> list[str]:
    """Functions that ask for pages without the gate; "" stands for the module's own level."""
    return [
        name
        for name, node in functions(ast.parse(source))
        if asks_for_pages(node) and not names_in(node) & GATE
    ]


def past_the_gate(source: str) -> list[str]:
    """Calls such as .live() and filters such as filter(live=True)."""
    found = []
    for call in calls(source):
        if isinstance(call.func, ast.Attribute) and call.func.attr in PAST_THE_GATE:
            found.append(f"{call.lineno}: .{call.func.attr}()")
        if any(word.arg in ("live", "expired") for word in call.keywords):
            found.append(f"{call.lineno}: live=")
    return found


def untrusted_markup(source: str) -> list[str]:
    """Markup from anything but a constant, and filters whose names come from a request."""
    found = []
    for call in calls(source):
        name = getattr(call.func, "attr", getattr(call.func, "id", ""))
        first = call.args[0] if call.args else None
        if name == "mark_safe" or name == "raw":
            found.append(f"{call.lineno}: {name}")
        elif name in ("SafeString", "SafeText", "format_html") and not isinstance(
            first, ast.Constant
        ):
            found.append(f"{call.lineno}: {name} of something made at run time")
        elif name in ("filter", "exclude", "get", "order_by") and _spreads_request(call):
            found.append(f"{call.lineno}: {name}(**request…)")
    return found


def _spreads_request(call: ast.Call) -> bool:
    spread = [word.value for word in call.keywords if word.arg is None]
    spread += [word.value for word in call.args if isinstance(word, ast.Starred)]
    asked = {"request", "GET", "POST", "cleaned_data"}
    return any(names_in(value) & asked for value in spread)


def calls(source: str) -> Iterator[ast.Call]:
    return (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
