"""The editors' list of forums with who may do what in them, and the watched words."""

from typing import Any

from django.urls import URLPattern
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from .forum_form import ForumForm
from .models import Forum, WatchedWord

# Who is let into a private forum is not for everybody who may change its summary.
MAY_GRANT = "forums.change_forumgrant"


class ForumViewSet(SnippetViewSet):
    model = Forum
    icon = "comment"
    menu_label = "Forums"
    list_display = ["name", "visibility", "thread_count", "post_count"]
    list_filter = ["visibility"]
    search_fields = ["name", "summary"]
    ordering = ["position", "name"]
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                ["name", "slug", "summary", "norms", FieldRowPanel(["icon", "position"])],
                heading="The forum",
            ),
            MultiFieldPanel(["kinds", "visibility"], heading="Threads and readers"),
            MultiFieldPanel(
                [FieldPanel(name, permission=MAY_GRANT) for name in ForumForm.GRANTS],
                heading="Groups: what they may do here, beyond what all members may",
                permission=MAY_GRANT,
            ),
            MultiFieldPanel(
                [
                    "reviews_first_posts",
                    "alias_policy",
                    "mail_body",
                    "is_in_digest",
                    "is_in_search",
                ],
                heading="Care",
            ),
        ],
        base_form_class=ForumForm,
    )

    def get_urlpatterns(self) -> list[URLPattern]:
        # Forums are closed (“who may read”), not deleted: their threads would go with them.
        return [pattern for pattern in super().get_urlpatterns() if pattern.name != "delete"]

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_common_view_kwargs(**{"delete_url_name": None, **kwargs})


class WatchedWordViewSet(SnippetViewSet):
    model = WatchedWord
    icon = "view"
    menu_label = "Watched words"
    list_display = ["phrase", "note", "added_at"]
    search_fields = ["phrase", "note"]
    ordering = ["phrase"]
    list_per_page = 50
    copy_view_enabled = False
    panels = ["phrase", "note"]


class ForumsViewSetGroup(SnippetViewSetGroup):
    items = (ForumViewSet, WatchedWordViewSet)
    menu_icon = "comment"
    menu_label = "Forums"
    menu_name = "forums"
    menu_order = 260
