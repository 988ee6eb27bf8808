"""Which uploads a reader may have: a file is as visible as the widest page that uses it."""

from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import IntegerField, Model, QuerySet
from django.db.models.functions import Cast
from django.utils.module_loading import import_string
from wagtail.models import Page, ReferenceIndex
from wagtail.permissions import policy_registry

from .visibility import visible_pages


def is_file_visible(file: Model, reader: Any) -> bool:
    """Whether `reader` may have this image or document.

    True when a page that uses it (in its live content) is visible to the reader, or when the
    reader may choose or change it in the admin. A file that nothing uses is for editors, and for
    those whom a room upstairs lets see it before (FILES_SHOWN_BEFORE).
    """
    if visible_pages(_pages_using(file), reader).exists() or _may_edit(file, reader):
        return True
    return any(import_string(shows)(file, reader) for shows in settings.FILES_SHOWN_BEFORE)


def _pages_using(file: Model) -> QuerySet[Page]:
    references = (
        ReferenceIndex.objects.filter(
            to_content_type=ContentType.objects.get_for_model(file),
            to_object_id=str(file.pk),
            base_content_type=ContentType.objects.get_for_model(Page),
        )
        .annotate(page_id=Cast("object_id", IntegerField()))
        .values("page_id")
    )
    return Page.objects.filter(pk__in=references)


def _may_edit(file: Model, reader: Any) -> bool:
    if not reader.is_authenticated or not reader.has_perm("wagtailadmin.access_admin"):
        return False
    policy = policy_registry.get_by_type(type(file))
    return policy.user_has_any_permission_for_instance(reader, ["choose", "change"], file)
