from django.http import Http404
from django.shortcuts import get_object_or_404

from hub.accounts.requests import MemberRequest

from ..models import MentorSitePage
from ..permissions import sites_kept_by, sites_kept_or_edited_by


def kept_site(request: MemberRequest, pk: int) -> MentorSitePage:
    """The site that the reader keeps; for everybody else there is no such address."""
    if pk > 2**31:
        raise Http404
    return get_object_or_404(sites_kept_by(request.user), pk=pk)


def shown_site(request: MemberRequest, pk: int) -> MentorSitePage:
    """The same, also for those who edit it in the network."""
    if pk > 2**31:
        raise Http404
    return get_object_or_404(sites_kept_or_edited_by(request.user), pk=pk)
