from collections.abc import Callable
from pathlib import Path

import pytest

from hub.search.engine.layout import Document
from hub.search.engine.reading import Index
from tests.search.engine.corpora import index_of


@pytest.fixture
def index_with(tmp_path: Path) -> Callable[..., Index]:
    """Makes an index of the given documents."""

    def make(*documents: Document) -> Index:
        return index_of(tmp_path / "index", *documents)

    return make
