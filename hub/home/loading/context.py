"""What the loaders of one run share."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from .records import Ledger
from .trees import Tree
from .words import Words


@dataclass
class Loading:
    folder: Path
    at: datetime
    # What to take off the disk again when the run fails: a rollback does not reach it.
    stored_files: list[Any] = field(default_factory=list)
    ledger: Ledger = field(init=False)
    words: Words = field(init=False)
    tree: Tree = field(init=False)

    def __post_init__(self) -> None:
        self.ledger = Ledger(self.at)
        self.words = Words(self.ledger)
        self.tree = Tree(self.ledger)
