import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image

from .documents import (
    check_csv,
    check_office,
    check_opendocument,
    check_pdf,
    check_rtf,
    check_text,
)
from .reencoding import reencode

# How each kind of document is looked into; what is not here is not taken.
CHECKS = {
    "pdf": check_pdf,
    "docx": check_office,
    "xlsx": check_office,
    "pptx": check_office,
    "odt": check_opendocument,
    "rtf": check_rtf,
    "csv": check_csv,
    "txt": check_text,
    "ics": check_text,
}


class Attribution(models.Model):
    """Whose work it is and what others may do with it."""

    credit = models.CharField(max_length=160, blank=True, help_text="Who made it.")
    license = models.CharField(
        max_length=80, blank=True, help_text="For example: CC BY 4.0, or used by permission."
    )

    class Meta:
        abstract = True


class CustomImage(Attribution, AbstractImage):
    admin_form_fields = (*Image.admin_form_fields, "credit", "license")

    def save(self, *args, **kwargs) -> None:
        if self._draw_anew():
            self._set_image_file_metadata()
        super().save(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        try:
            self._draw_anew()
        except ValidationError as error:
            raise ValidationError({"file": error.messages}) from error

    def _draw_anew(self) -> bool:
        """Whether the file has just been uploaded, by whichever door it came."""
        upload: Any = self.file  # type: ignore[has-type]  # untyped in Wagtail
        if not upload or upload._committed:
            return False
        # Once is enough when a form has looked already.
        if upload.file is not getattr(self, "_drawn", None):
            self._drawn = reencode(upload.file)
            self.file = self._drawn
        return True

    def get_upload_to(self, filename: str) -> str:
        # A file's name may tell what its picture must not ("smith-intake.jpg").
        suffix = filename.rpartition(".")[2].lower()
        return f"original_images/{uuid.uuid4().hex}.{suffix}"


class CustomRendition(AbstractRendition):
    image = models.ForeignKey(CustomImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="rendition_once"
            )
        ]
        # Files are found by the name in their address.
        indexes = [models.Index(fields=["file"], name="rendition_file")]


class CustomDocument(Attribution, AbstractDocument):
    accessible = models.BooleanField(
        "checked for accessibility",
        default=False,
        help_text="Tagged headings, reading order and text for pictures have been checked.",
    )

    admin_form_fields = (*Document.admin_form_fields, "credit", "license", "accessible")

    def clean(self) -> None:
        super().clean()
        kind = self.file_extension.lower()
        if kind in CHECKS and self.file and not self.file._committed:
            self.file.seek(0)
            content = self.file.read()
            self.file.seek(0)
            try:
                CHECKS[kind](content, f".{kind}")
            except ValidationError as error:
                raise ValidationError({"file": error.messages}) from error
