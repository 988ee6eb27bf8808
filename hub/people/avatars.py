"""Pictures of members: small, square, drawn anew, with nothing of what the camera wrote."""

import secrets
from io import BytesIO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from PIL import Image, ImageOps

from hub.media.reencoding import reencode

SIDE = 256
LARGEST_FILE = 5 * 2**20


def draw_avatar(upload: File) -> ContentFile:
    """`upload` as a square WebP picture of 256 pixels with a random name.

    Raises ValidationError, in words for its owner, when it is too large or not a picture.
    """
    if upload.size > LARGEST_FILE:
        raise ValidationError("Choose a picture of up to 5 MB.")
    picture = Image.open(reencode(upload))
    square = ImageOps.fit(picture.convert("RGB"), (SIDE, SIDE))
    drawn = BytesIO()
    square.save(drawn, format="WEBP", quality=82)
    return ContentFile(drawn.getvalue(), name=f"{secrets.token_hex(16)}.webp")


def initials(name: str) -> str:
    """One or two letters for whoever has no picture."""
    words = [word for word in name.split() if word[0].isalnum()]
    letters = [word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)]
    return "".join(letters).upper() or "?"
