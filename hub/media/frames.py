"""How many frames a moving picture has, without decoding any."""

from collections.abc import Iterator

from django.core.files.base import File
from PIL import Image

MOST_FRAMES = 200
# Pieces of a GIF that are walked over; a file of 10 MB in whole pieces has 41,000.
MOST_PIECES = 100_000
FRAME, EXTENSION = 0x2C, 0x21


def has_too_many_frames(picture: Image.Image, file: File) -> bool:
    if picture.format != "GIF":
        # PNG and WebP say it in their header.
        return getattr(picture, "n_frames", 1) > MOST_FRAMES
    file.seek(0)
    data = file.read()
    frames = 0
    for pieces, kind in enumerate(_pieces(data)):
        frames += kind == FRAME
        if frames > MOST_FRAMES or pieces > MOST_PIECES:
            return True
    return False


def _pieces(data: bytes) -> Iterator[int]:
    """What each piece of a GIF is (GIF89a, sections 17 to 27): a frame, an extension, or data."""
    place = 13 + _colors(data, 10)
    while place < len(data) and data[place] in (FRAME, EXTENSION):
        kind = data[place]
        yield kind
        # A frame has a header, perhaps colors, and the size of its codes; an extension a label.
        place += 11 + _colors(data, place + 9) if kind == FRAME else 2
        while place < len(data) and data[place]:
            place += data[place] + 1
            yield 0
        place += 1


def _colors(data: bytes, place: int) -> int:
    """The length of the table of colors that the flags at `place` announce."""
    flags = data[place] if place < len(data) else 0
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0
