"""The front door: every address of the site, in the order in which they are tried."""

from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access

from hub.core import admin_guards, page_editor
from hub.core import views as core
from hub.home.sitemaps import sitemap, sitemap_index

urlpatterns = [
    path("", include("hub.core.urls")),
    path("", include("hub.accounts.urls")),
    path("", include("hub.accounts.sign_in_urls")),
    # Wagtail's own sign-in page knows neither our limits nor our design.
    path("admin/login/", RedirectView.as_view(pattern_name="accounts:sign_in", query_string=True)),
    path("admin/choose-page/<int:parent_page_id>/", admin_guards.choose_page),
    re_path(r"^admin/api/main/(?:images|documents)/(?P<rest>.*)$", admin_guards.nothing_here),
    path("admin/pages/<int:page_id>/edit/", require_admin_access(page_editor.edit_page)),
    path(
        "admin/pages/<int:page_id>/revisions/<int:revision_id>/revert/",
        require_admin_access(page_editor.edit_page),
    ),
    path("admin/", include(wagtailadmin_urls)),
    path("files/<path:name>", core.serve_image, name="serve_image"),
    # Wagtail asks for this name whenever it links to a document.
    path(
        "documents/<int:document_id>/<path:filename>",
        core.serve_document,
        name="wagtaildocs_serve",
    ),
    path("sitemap.xml", sitemap_index, name="sitemap_index"),
    path("sitemap-<slug:section>.xml", sitemap, name="sitemap"),
    path("", include("hub.people.urls")),
    path("", include("hub.notifications.urls")),
    path("", include("hub.home.urls")),
    path("", include("forums.urls")),
    path("", include("practices.urls")),
    path("", include("hub.syndication.urls")),
    path("api/", include("hub.api.urls")),
    path("", include("hub.search.urls")),
    path("", include("hub.events.urls")),
    path("", include("hub.policies.urls")),
    path("", include("mentorsites.urls")),
    path("", include("mentoring.urls")),
    # Wagtail builds page addresses from this name.
    re_path(r"^((?:[\w\-]+/)*)$", core.show_page, name="wagtail_serve"),
]

handler400 = "hub.core.errors.bad_request"
handler403 = "hub.core.errors.forbidden"
handler404 = "hub.core.errors.not_found"
handler500 = "hub.core.errors.server_error"
