"""The paths in the order of their stages, and where a reader stands on them."""

from dataclasses import dataclass
from typing import Any

from hub.people.models import Program

from .models import StagePathPage


@dataclass(frozen=True)
class Stop:
    """One stage of the road. `is_own`: the reader's program stands here; `is_here`: this page."""

    path: StagePathPage
    is_own: bool = False
    is_here: bool = False


def road_for(reader: Any, *, at: StagePathPage | None = None) -> list[Stop]:
    """Every path that `reader` may see, for the index and for the page `at`. Two statements."""
    own = program_of(reader)
    return stops(reader, own_stage=own.stage_id if own else None, at=at)


def stops(reader: Any, *, own_stage: int | None, at: StagePathPage | None = None) -> list[Stop]:
    paths = StagePathPage.objects.visible_to(reader).along_the_road().defer("steps")
    return [
        Stop(path, path.stage_id == own_stage, at is not None and path.pk == at.pk)
        for path in paths
    ]


def program_of(reader: Any) -> Program | None:
    """What the reader told of their program; nothing for a visitor. Makes no row."""
    if not reader.is_authenticated:
        return None
    return Program.objects.filter(person=reader).first()


def path_addresses(reader: Any) -> dict[int, str]:
    """Stage → address of its path, for the home page. One statement."""
    paths = StagePathPage.objects.visible_to(reader).along_the_road().defer("steps")
    return {path.stage_id: path.get_absolute_url() for path in paths}
