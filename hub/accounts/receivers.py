from typing import Any

from django.contrib.auth.models import Group
from django.db.models.signals import pre_delete
from django.utils import timezone
from wagtail.log_actions import get_active_log_context

from .actions import empty_role


def connect() -> None:
    pre_delete.connect(take_role_of_deleted_group, sender=Group)


def take_role_of_deleted_group(sender: type[Group], instance: Group, **kwargs: Any) -> None:
    # Wagtail deletes a group without a word to those in it; it knows who is at work.
    empty_role(instance, by=get_active_log_context().user, at=timezone.now())
