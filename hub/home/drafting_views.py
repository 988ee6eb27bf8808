"""Where an editor makes a draft of a page from a thread."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import Truncator
from django.views.decorators.http import require_http_methods

from forums.bylines import byline_of, with_authors
from forums.models import Post, Thread
from forums.permissions import can_promote
from hub.accounts.requests import MemberRequest
from hub.accounts.second_step import second_step_required

from .drafting import KINDS, DraftKind, UnableToDraft, draft_page, kinds_for, may_quote

# More than anybody picks by hand.
MOST_POSTS = 200


class DraftForm(forms.Form):
    kind = forms.ChoiceField(label="What shall it become?", widget=forms.RadioSelect)
    title = forms.CharField(
        label="Title of the page",
        max_length=255,
        widget=forms.TextInput(attrs={"class": "input"}),
    )
    posts = forms.TypedMultipleChoiceField(
        label="Posts to draw on",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Pick at least one post."},
    )

    def __init__(
        self, *args: Any, kinds: list[DraftKind], posts: dict[int, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(one.name, one.label) for one in kinds]  # type: ignore[attr-defined]
        self.fields["posts"].choices = list(posts.items())  # type: ignore[attr-defined]


@login_required
@second_step_required
@require_http_methods(["GET", "HEAD", "POST"])
def from_thread(request: MemberRequest, pk: int) -> HttpResponse:
    thread = _thread_for(request, pk)
    posts = {post.pk: post for post in _posts_in(thread)}
    form = _form(request, thread, posts)
    if request.method == "POST" and form.is_valid():
        try:
            promotion = draft_page(
                thread,
                kind=KINDS[form.cleaned_data["kind"]],
                title=form.cleaned_data["title"],
                posts=[posts[number] for number in form.cleaned_data["posts"]],
                by=request.user,
                at=timezone.now(),
            )
        except UnableToDraft as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The draft is made, and who wrote the posts is being asked.")
            return redirect("wagtailadmin_pages:edit", promotion.page_id)
    context = {"thread": thread, "form": form, "may_quote": may_quote(thread)}
    return render(request, "home/from_thread.html", context, status=422 if form.errors else 200)


def _thread_for(request: MemberRequest, pk: int) -> Thread:
    """A live thread that this editor reads and may make a page of; nothing is there otherwise."""
    if not can_promote(request.user):
        raise Http404
    threads = Thread.objects.visible_to(request.user).filter(state=Thread.State.LIVE)
    return get_object_or_404(threads.select_related("forum", "place"), pk=pk)


def _posts_in(thread: Thread) -> Any:
    posts = with_authors(Post.objects.filter(thread=thread).live_ones())
    return posts.order_by("number")[:MOST_POSTS]


def _form(request: MemberRequest, thread: Thread, posts: dict[int, Post]) -> DraftForm:
    kinds = kinds_for(request.user)
    if not kinds:
        raise Http404
    labels = {
        pk: f"{post.number}. {byline_of(post, request.user).name}: "
        + Truncator(post.excerpt).chars(120)
        for pk, post in posts.items()
    }
    return DraftForm(
        request.POST if request.method == "POST" else None,
        kinds=kinds,
        posts=labels,
        initial={"title": thread.title if may_quote(thread) else ""},
    )
