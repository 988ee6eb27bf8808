from pathlib import PurePosixPath

from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from hub.accounts.second_step import lacks_second_step
from hub.core.uploads import send_upload

from ..models import Attachment, Post, ReviewItem
from ..queue import may_open
from .finding import access_for


@require_safe
def file(request: HttpRequest, pk: int, name: str) -> HttpResponseBase:
    """An attachment, for who may read or review its post – and its uploader before that."""
    found = Attachment.objects.filter(pk=pk).first()
    if found is None or PurePosixPath(found.file.name or "").name != name:
        raise Http404
    if not _may_have(request, found):
        raise Http404
    return send_upload(
        found.file,
        as_attachment=not found.is_picture,
        filename=found.name,
        content_type=found.media_type,
    )


def _may_have(request: HttpRequest, found: Attachment) -> bool:
    if found.post_id is None:
        return request.user.is_authenticated and found.uploader_id == request.user.pk
    access = access_for(request)
    if Post.objects.visible_to(access).filter(pk=found.post_id).exists():
        return True
    return request.user.is_authenticated and _may_review(request, found)


def _may_review(request: HttpRequest, found: Attachment) -> bool:
    """Whoever decides about the post, as soon as they may read it: see forums.review_page."""
    if lacks_second_step(request):
        return False
    items = ReviewItem.objects.visible_to(request.user).filter(post=found.post_id)
    return any(may_open(item, request.user) for item in items)
