"""How the API writes what Wagtail would write otherwise."""

from rest_framework.fields import CharField, DateTimeField, Field
from wagtail.api.v2.serializers import PageSerializer
from wagtail.models import Page


class AddressField(Field):
    """Where people read it, at the host that was asked; Wagtail would name the host it was told."""

    def get_attribute(self, instance: Page) -> Page:
        return instance

    def to_representation(self, value: Page) -> str:
        request = self.context["request"]
        return request.build_absolute_uri(value.get_url(request) or "/")


class OwnAddressField(Field):
    """Where the API has it, at the host that was asked."""

    def get_attribute(self, instance: Page) -> Page:
        return instance

    def to_representation(self, value: Page) -> str:
        return self.context["request"].build_absolute_uri(f"/api/v2/pages/{value.pk}/")


class PublishedSerializer(PageSerializer):
    detail_url = OwnAddressField(read_only=True)
    html_url = AddressField(read_only=True)
    # Stays the same wherever the page moves, and if it is ever copied to another hub.
    uuid = CharField(source="translation_key", read_only=True)
    # Also when a small fact went live without the page being published anew.
    changed_at = DateTimeField(source="last_changed", read_only=True)
