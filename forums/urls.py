"""The forums' addresses. Fixed words come before names of forums, which may not be one of them."""

from django.urls import path, re_path

from . import feeds
from .moderation_urls import moderation
from .views import acting, files, knowing, lists, machines, replying, starting, threads, typing
from .views import changing as changing_views
from .views import credits as credit_views
from .views import feeds as feed_views

app_name = "forums"
THREAD = "forums/t/<int:pk>/"
POST = "forums/p/<int:pk>/<int:number>/"
LISTED = r"^forums/(?P<name>latest|unanswered|unread|following|mine|bookmarks)/$"

reading = [
    path("forums/", lists.index, name="index"),
    re_path(LISTED, lists.named_list, name="list"),
    path(f"{THREAD}<slug:slug>/", threads.thread, name="thread"),
    path(f"{THREAD}<slug:slug>/unread/", threads.first_unread, name="first_unread"),
    path(f"{THREAD}<slug:slug>/print/", threads.print_thread, name="print"),
    path(f"{THREAD}<slug:slug>/news/", threads.news, name="news"),
    path(POST, threads.post, name="post"),
    path(f"{POST}history/", knowing.history, name="post_history"),
    path("forums/files/<int:pk>/<str:name>", files.file, name="file"),
    path("forums/feeds/", feed_views.feeds, name="feeds"),
    path("forums/feeds/<int:pk>/end/", feed_views.revoke, name="revoke_feed"),
    path("forums/feeds/latest.atom", feeds.LatestFeed(), name="latest_feed"),
    path("forums/feeds/forum/<slug:slug>.atom", feeds.ForumFeed(), name="forum_feed"),
    path("forums/feeds/topic/<slug:slug>.atom", feeds.TopicFeed(), name="topic_feed"),
    path("forums/feeds/own/<str:key>.atom", feeds.OwnFeed(), name="own_feed"),
]

writing_ = [
    path("forums/new/", starting.ask, name="ask"),
    path(f"{THREAD}<slug:slug>/reply/", replying.write_reply, name="reply"),
    path(f"{POST}edit/", changing_views.edit, name="edit_post"),
    path(f"{POST}remove/", changing_views.remove, name="remove_post"),
    path(f"{POST}sign/", acting.give_sign, name="sign"),
    path("forums/mark-read/", acting.mark_all, name="mark_all"),
    path("forums/help-now/", knowing.care, name="care"),
    path("forums/typing/preview/", typing.preview, name="preview"),
    path("forums/typing/draft/", typing.draft, name="draft"),
    path("forums/typing/forget/", typing.forget_draft, name="forget_draft"),
    path("forums/typing/people/", typing.suggest_people, name="suggest_people"),
    path("forums/typing/topics/", typing.suggest_topics, name="suggest_topics"),
    path("forums/typing/similar/", typing.similar, name="similar"),
]

# Below a word of their own: behind the number of a thread stands its slug, which can be any word.
changing = [
    path("forums/change/<int:pk>/title/", changing_views.edit_title, name="edit_thread"),
    path("forums/change/<int:pk>/answer/", acting.answer, name="answer"),
    path("forums/change/<int:pk>/same-here/", acting.same_here, name="same_here"),
    path("forums/change/<int:pk>/summary/", knowing.summary, name="summary"),
    path(
        "forums/change/<int:pk>/summary/<int:summary_pk>/",
        knowing.decide_summary,
        name="decide_summary",
    ),
    path("forums/change/<int:pk>/case/", knowing.case, name="case"),
]

# --- Around the forums ----------------------------------------------------------------------------
around = [
    path("forums/credits/<int:pk>/", credit_views.credit, name="credit"),
    path("forums/api/threads.json", machines.threads_json, name="threads_json"),
    path("forums/api/threads/<int:pk>.json", machines.thread_json, name="thread_json"),
]

urlpatterns = [
    *reading,
    *writing_,
    *changing,
    *moderation,
    *around,
    # Last: whatever is no word of ours is the name of a forum.
    path("forums/<slug:slug>/", lists.forum, name="forum"),
    path("forums/<slug:slug>/new/", starting.new_thread, name="new_thread"),
]
