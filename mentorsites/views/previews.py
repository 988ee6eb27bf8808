from contextlib import suppress

from csp.constants import SELF
from csp.decorators import csp_replace
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods

from hub.accounts.requests import MemberRequest

from ..actions.saving import put_answers
from ..editing import Editing
from .kept import kept_site


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@xframe_options_sameorigin
@csp_replace({"frame-ancestors": [SELF]})  # type: ignore[arg-type]  # as in the form’s view
def preview(request: MemberRequest, pk: int) -> HttpResponse:
    """The page as it would be with what is typed, as far as that is right. Nothing is saved."""
    site = kept_site(request, pk)
    editing = Editing(site, request.user)
    page = editing.copy
    whole = editing.whole(request.POST) if request.method == "POST" else editing.typed_draft()
    if whole:
        put_answers(page, whole.good_answers())
    with suppress(ValidationError):
        # Sets the badge; what is wrong is said when it is saved.
        page.clean()
    request.is_preview = True  # type: ignore[attr-defined]  # as Wagtail marks its own
    return TemplateResponse(request, page.get_template(request), page.get_context(request))
