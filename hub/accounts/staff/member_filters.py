from typing import Any

import django_filters  # type: ignore[import-untyped]  # it ships none
from django import forms
from django.contrib.auth.models import Group
from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet

from ..models import User
from .states import MemberState, members_in

ADMINISTRATORS = "administrators"


class MemberFilterSet(WagtailFilterSet):
    # Wagtail links to the list by this name, from the page of a group.
    group = django_filters.MultipleChoiceFilter(
        label="Role", method="in_role", widget=forms.CheckboxSelectMultiple
    )
    state = django_filters.ChoiceFilter(
        label="State",
        choices=MemberState.choices,
        method="in_state",
        empty_label="All",
        widget=forms.RadioSelect,
    )
    joined_at = django_filters.DateFromToRangeFilter(label="Joined", widget=DateRangePickerWidget)

    class Meta:
        model = User
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = Group.objects.order_by("name").values_list("pk", "name")
        self.filters["group"].extra["choices"] = [
            (ADMINISTRATORS, "Administrators"),
            *((str(pk), name) for pk, name in roles),
        ]

    def in_role(self, members: QuerySet, name: str, values: list[str]) -> QuerySet:
        wanted = Q(is_superuser=True) if ADMINISTRATORS in values else Q()
        if groups := [int(value) for value in values if value != ADMINISTRATORS]:
            wanted |= Q(pk__in=User.groups.through.objects.filter(group__in=groups).values("user"))
        return members.filter(wanted)

    def in_state(self, members: QuerySet, name: str, value: str) -> QuerySet:
        return members.filter(members_in(value, timezone.now()))
