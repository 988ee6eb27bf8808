"""Small indexes for tests: what is in them, how they are written, and what should be found."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from hub.search.engine.asking import ask
from hub.search.engine.layout import Document, Layout
from hub.search.engine.nodes import Node
from hub.search.engine.reading import Index
from hub.search.engine.storage import Folder
from hub.search.engine.values import encode
from hub.search.engine.writing import Rebuild, update

LAYOUT = Layout.of("things", ["title", "text"], ["title"], ["kind", "size", "day"])
TITLE_BOOST = 3.0


def document(key: str, text: str = "", title: str = "", **values: Any) -> Document:
    """A thing of type `thing`; several values of a filter field come as a list."""
    texts = [("title", title, TITLE_BOOST), ("text", text, 1.0)]
    return Document(
        key,
        ["thing"],
        [(name, words, boost) for name, words, boost in texts if words],
        {"title": title},
        {name: _encoded(value) for name, value in values.items()},
    )


def _encoded(value: Any) -> list[str]:
    return [encode(one) for one in (value if isinstance(value, list) else [value])]


def build(path: Path, documents: Iterable[Document] = ()) -> Folder:
    """A new index in place of whatever was there."""
    folder = Folder(path)
    rebuild = Rebuild(folder, LAYOUT)
    rebuild.add(documents)
    with folder.lock():
        rebuild.finish()
    return folder


def write(folder: Folder, changes: Mapping[str, Document | None]) -> None:
    """One commit."""
    with folder.lock():
        update(folder, LAYOUT, changes)


def index_of(path: Path, *documents: Document) -> Index:
    return Index(build(path, documents).path, LAYOUT)


def found(index: Index, node: Node, **asked: Any) -> list[str]:
    """Keys, best first."""
    return [key for key, _ in ask(index.searcher(), node, **asked).hits(0, None)]
