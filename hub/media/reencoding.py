"""Pictures are drawn anew at upload: what the camera wrote into them never reaches the disk."""

from io import BytesIO
from pathlib import PurePath

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from PIL import Image, ImageOps, UnidentifiedImageError

LONGEST_SIDE = 4096
# Photographs become JPEG, everything that may be see-through becomes PNG.
FORMATS = {
    "JPEG": ("JPEG", "jpg"),
    "PNG": ("PNG", "png"),
    "WEBP": ("PNG", "png"),
    "GIF": ("PNG", "png"),
}
QUALITY = 90


def reencode(file: File) -> ContentFile:
    """`file` as a new picture of the same kind, at most 4096 pixels long, without any metadata.

    GPS position, camera, author, comments and thumbnails are gone because only pixels are copied;
    of an animation the first frame stays. Raises ValidationError when it is not a picture we take
    or holds more pixels than WAGTAILIMAGES_MAX_IMAGE_PIXELS, by its header and before decoding.
    """
    file.seek(0)
    try:
        picture = Image.open(file)
        kind, suffix = FORMATS[picture.format or ""]
    except (UnidentifiedImageError, OSError, KeyError, Image.DecompressionBombError) as error:
        raise ValidationError("This is not a JPEG, PNG, WebP or GIF picture.") from error
    if picture.width * picture.height > settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS:
        raise ValidationError("This picture has too many pixels. Make it smaller and try again.")
    pixels = _bare_pixels(picture, see_through=kind == "PNG")
    drawn = BytesIO()
    pixels.save(drawn, format=kind, quality=QUALITY)
    return ContentFile(drawn.getvalue(), name=f"{PurePath(file.name or 'picture').stem}.{suffix}")


def _bare_pixels(picture: Image.Image, *, see_through: bool) -> Image.Image:
    try:
        upright = ImageOps.exif_transpose(picture)
    except (OSError, SyntaxError, ValueError) as error:
        raise ValidationError("This picture is damaged. Save it anew and try again.") from error
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    mode = "RGBA" if see_through and upright.has_transparency_data else "RGB"
    bare = Image.new(mode, upright.size)
    bare.paste(upright.convert(mode))
    return bare
