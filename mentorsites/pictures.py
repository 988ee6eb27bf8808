"""The pictures of sites: until readers see them, for those who keep the site."""

from typing import Any

from django.db.models import Model
from wagtail.models import Collection

from hub.media.models import CustomImage

from .models import MentorSitePage
from .permissions import sites_kept_or_edited_by

NAME = "Mentor site "


def collection_of(site: MentorSitePage) -> Collection:
    """Where the site's pictures are kept; made when it is missing."""
    name = f"{NAME}{site.pk}"
    known = Collection.objects.filter(name=name, depth=2).first()
    return known or Collection.get_first_root_node().add_child(name=name)


def is_own_picture(file: Model, reader: Any) -> bool:
    """Whether `file` is a picture of a site that `reader` keeps or edits: seen in previews."""
    if not isinstance(file, CustomImage) or not reader.is_authenticated:
        return False
    name = file.collection.name
    number = name.removeprefix(NAME)
    if number == name or not number.isdecimal():
        return False
    return sites_kept_or_edited_by(reader).filter(pk=int(number)).exists()
