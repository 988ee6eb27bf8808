"""Pictures are drawn anew at upload: what the camera wrote into them never reaches the disk."""

import warnings
from io import BytesIO
from pathlib import PurePath
from typing import cast

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from PIL import Image, ImageOps, UnidentifiedImageError

from .frames import MOST_FRAMES, has_too_many_frames

LONGEST_SIDE = 4096
# PNG packs slowly: what is longer becomes JPEG, or smaller if one can see through it.
LONGEST_PNG = 2048
# In megapixels, by what decoding costs: a JPEG is read at half its size, PNG and GIF keep up to
# 10 MiB for each megapixel, and the decoder of WebP 15. None needs more than 200 MiB.
MOST_MEGAPIXELS = {"JPEG": 40, "PNG": 20, "GIF": 20, "WEBP": 12}
# PNG packed fast: a third of the time of the usual 6. Renditions are packed anew.
QUALITY, PACKING = 90, 1
ORIENTATION = 0x0112
# A text inside may be packed a thousandfold (ValueError); other parts may be cut (SyntaxError).
NOT_A_PICTURE = (
    UnidentifiedImageError,
    OSError,
    KeyError,
    ValueError,
    SyntaxError,
    Image.DecompressionBombError,
)


def reencode(file: File) -> ContentFile:
    """`file` as a new JPEG or PNG, at most 4096 pixels long, without any metadata.

    GPS position, camera, author, comments and thumbnails are gone because only pixels are copied;
    of an animation only the first frame is ever read. Raises ValidationError when it is not a
    picture we take or holds too many pixels or frames, by its header and before decoding.
    """
    picture = _opened(file)
    is_photo = picture.format == "JPEG"
    # Each step lets go of the picture before it: never more than two are in memory.
    picture = _small(picture)
    picture = _bare(picture)
    is_jpeg = picture.mode == "RGB" and (is_photo or max(picture.size) > LONGEST_PNG)
    if not is_jpeg:
        picture.thumbnail((LONGEST_PNG, LONGEST_PNG))
    drawn, kind, suffix = BytesIO(), *(("JPEG", "jpg") if is_jpeg else ("PNG", "png"))
    picture.save(drawn, format=kind, quality=QUALITY, compress_level=PACKING)
    return ContentFile(drawn.getvalue(), name=f"{PurePath(file.name or 'picture').stem}.{suffix}")


def _opened(file: File) -> Image.Image:
    """The picture, its header read and nothing decoded."""
    file.seek(0)
    try:
        with warnings.catch_warnings():
            # Our own limit is lower than the one that Pillow warns at.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(file)
        most = MOST_MEGAPIXELS[picture.format or ""]
    except NOT_A_PICTURE as error:
        raise ValidationError("This is not a JPEG, PNG, WebP or GIF picture.") from error
    if picture.width * picture.height > min(
        most * 1_000_000, settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS
    ):
        raise ValidationError(
            f"This picture has too many pixels: {most} million are the most for "
            f"{picture.format}. Make it smaller and try again."
        )
    if has_too_many_frames(picture, file):
        raise ValidationError(f"This picture moves too long: {MOST_FRAMES} frames are the most.")
    return picture


def _small(picture: Image.Image) -> Image.Image:
    """`picture` with the sides it may have, as it lies; turned is what is small."""
    try:
        turned = picture.getexif().get(ORIENTATION, 1)
        if picture.mode in ("P", "1"):
            # Colors of a palette cannot be mixed, so it is spread out first.
            picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
        # Halving needs less memory than scaling.
        if picture.width * picture.height > LONGEST_SIDE**2:
            picture.draft(None, (picture.width // 2, picture.height // 2))
        if picture.width * picture.height > LONGEST_SIDE**2:
            picture = picture.reduce(2)
        picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        picture.getexif()[ORIENTATION] = turned
        return ImageOps.exif_transpose(picture)
    except (OSError, SyntaxError, ValueError) as error:
        raise ValidationError("This picture is damaged. Save it anew and try again.") from error


def _bare(picture: Image.Image) -> Image.Image:
    """The pixels of `picture` and nothing else of it."""
    mode = "RGBA" if _is_see_through(picture) else "RGB"
    bare = Image.new(mode, picture.size)
    bare.paste(picture if picture.mode == mode else picture.convert(mode))
    return bare


def _is_see_through(picture: Image.Image) -> bool:
    if not picture.has_transparency_data:
        return False
    # Many programs write an alpha channel in which nothing is see-through.
    lowest, _ = cast("tuple[int, int]", picture.convert("RGBA").getchannel("A").getextrema())
    return lowest < 255
