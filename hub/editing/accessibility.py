"""Wagtail's checks of a page, in the editor and on the page, by the rules that we promise."""

from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.userbar import ContentCheckerItem

# Rules of axe-core that an editor can mend; contrast and the like are for whoever builds the site.
OURS = [
    "image-alt",
    "image-redundant-alt",
    "link-in-text-block",
    "identical-links-same-purpose",
    "page-has-heading-one",
    "th-has-data-cells",
    "target-size",
    "label",
    "list",
]


class HubCheckerItem(ContentCheckerItem):
    # Our pages make their description from the summary, which cannot be empty.
    axe_run_only = [
        *(rule for rule in ContentCheckerItem.axe_run_only if rule != "empty-meta-description"),
        *OURS,
    ]
    axe_messages = ContentCheckerItem.axe_messages | {
        "image-alt": {
            "error_name": "A picture has no text",
            "help_text": "Say what is in it, or tick that it is decoration.",
        },
        "image-redundant-alt": {
            "error_name": "A picture's text repeats the words beside it",
            "help_text": "Say what only the picture tells, or tick that it is decoration.",
        },
        "identical-links-same-purpose": {
            "error_name": "Two links say the same and lead to different places",
            "help_text": "Say in each where it leads.",
        },
        "target-size": {
            "error_name": "Something to press is too small or too close to the next",
            "help_text": "Leave room between links, for example one a line.",
        },
    }


@hooks.register("construct_wagtail_userbar")
def check_by_our_rules(request: HttpRequest, items: list[Any], page: Any) -> None:
    for position, item in enumerate(items):
        if isinstance(item, ContentCheckerItem):
            items[position] = HubCheckerItem(in_editor=item.in_editor)
