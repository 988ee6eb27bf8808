import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image

from .reencoding import reencode

# The first bytes of each kind of document we take; text kinds have none.
SIGNATURES = {
    "pdf": b"%PDF-",
    "docx": b"PK\x03\x04",
    "xlsx": b"PK\x03\x04",
    "pptx": b"PK\x03\x04",
    "odt": b"PK\x03\x04",
    "rtf": b"{\\rtf",
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
        # A file that is not stored yet has just been uploaded, by whichever door it came.
        upload: Any = self.file  # type: ignore[has-type]  # untyped in Wagtail
        if upload and not upload._committed:
            self.file = reencode(upload.file)
            self._set_image_file_metadata()
        super().save(*args, **kwargs)

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
        signature = SIGNATURES.get(self.file_extension.lower())
        if signature and self.file and not self.file._committed:
            self.file.seek(0)
            start = self.file.read(len(signature))
            self.file.seek(0)
            if start != signature:
                raise ValidationError({"file": "The content of this file does not fit its name."})
