from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from .models import WatchedWord
from .viewsets import ForumsViewSetGroup
from .words import forget_watched_words

register_snippet(ForumsViewSetGroup)


@hooks.register("after_create_snippet")
@hooks.register("after_edit_snippet")
def watch_new_words(request: HttpRequest, instance: Any) -> None:
    if isinstance(instance, WatchedWord):
        forget_watched_words()


@hooks.register("after_delete_snippet")
def watch_no_longer(request: HttpRequest, instances: list[Any]) -> None:
    if any(isinstance(one, WatchedWord) for one in instances):
        forget_watched_words()
