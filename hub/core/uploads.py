from typing import Any

from django.conf import settings
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpResponseBase


def send_upload(stored: FieldFile, **options: Any) -> HttpResponseBase:
    """An uploaded file as an answer that runs nothing and that only this browser may keep.

    `options` are those of FileResponse. Raises Http404 when the file is gone. Whether the reader
    may have it is for the caller to ask.
    """
    try:
        response = FileResponse(stored.open("rb"), **options)
    except FileNotFoundError as error:
        raise Http404 from error
    response.headers["Content-Security-Policy"] = settings.UPLOADS_CONTENT_SECURITY_POLICY
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    # The reader's own browser may keep it for an hour; nobody in between may.
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response
