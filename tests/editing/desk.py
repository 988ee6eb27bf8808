"""People in their roles, and what the editors' form of a guideline or a practice sends."""

from typing import Any

from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page, Workflow, WorkflowPage
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from hub.accounts.models import User
from hub.editing.roles import CLINICAL_REVIEW, CLINICAL_REVIEWERS, EDITORS, REVIEWERS
from hub.home.groups import PAGE_PERMISSIONS
from tests.factories import UserFactory, give_second_step, home_page, shelf

STREAMS = "outcomes body roles evidence_items sources".split()
TEXTS = (
    "problem what_it_is how_it_works core_elements adaptable_elements equity risks "
    "when_not_to_use training data_to_collect starting sustaining"
).split()


def in_role(name: str, /, **fields: Any) -> User:
    """Somebody in the group `name`, with the page permissions that loading gives it."""
    person, group = UserFactory(**fields), Group.objects.get(name=name)
    GroupPagePermission.objects.filter(group=group).delete()
    for verb in PAGE_PERMISSIONS.get(name, ()):
        permission = GroupPagePermission.permission.field.related_model.objects.get(
            codename=f"{verb}_page", content_type__app_label="wagtailcore"
        )
        GroupPagePermission.objects.create(group=group, page=home_page(), permission=permission)
    person.groups.add(group)
    give_second_step(person)
    return person


def an_editor() -> User:
    return in_role(EDITORS)


def a_reviewer() -> User:
    return in_role(REVIEWERS)


def a_clinician(**fields: Any) -> User:
    return in_role(CLINICAL_REVIEWERS, **fields)


def client_of(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def practice_form(title: str, **more: Any) -> dict[str, Any]:
    return nested_form_data(
        {
            "title": title,
            "slug": title.lower().replace(" ", "-"),
            "summary": "A peer calls within two business days.",
            "evidence": "promising",
            "relations": inline_formset([]),
            "comments": inline_formset([]),
            **{name: streamfield([]) for name in STREAMS},
            **{name: rich_text("") for name in TEXTS},
            **more,
        }
    )


def guideline_form(says: str, **more: Any) -> dict[str, Any]:
    recommendation = {
        "text": says,
        "strength": "conditional",
        "evidence": "not-rated",
        "rationale": rich_text(""),
    }
    return nested_form_data(
        {
            "title": "Calling back",
            "slug": "calling-back",
            "summary": "In plain words.",
            "issuing_body": "Sample Society",
            "version": "1",
            "scope": rich_text("<p>Adults.</p>"),
            "recommendations": streamfield([("recommendation", recommendation)]),
            "body": streamfield([]),
            "sources": streamfield([]),
            "applicability": rich_text(""),
            "conflicts_of_interest": rich_text(""),
            "relations": inline_formset([]),
            "comments": inline_formset([]),
            **more,
        }
    )


def write(person: User, kind: str, on: str, form: dict[str, Any]) -> Page:
    """Saves a new page of the `kind` ("practices.practicepage") on a shelf, as `form` says."""
    address = f"/admin/pages/add/{kind.replace('.', '/')}/{shelf(on).pk}/"
    answer = client_of(person).post(address, form)
    assert answer.status_code == 302, answer.context["form"].errors
    return Page.objects.order_by("-pk").first().specific


def ask_clinicians() -> None:
    WorkflowPage.objects.create(
        page=shelf("guidelines"), workflow=Workflow.objects.get(name=CLINICAL_REVIEW)
    )


def act(person: User, page: Page, action: str = "approve", **sent: Any) -> Any:
    """Decides about a step by Wagtail's own button, outside the editor."""
    state = page.current_workflow_state
    assert state is not None
    task = state.current_task_state_id
    return client_of(person).post(
        reverse("wagtailadmin_pages:workflow_action", args=(page.pk, action, task)),
        sent,
        follow=True,
    )


def now(page: Page) -> Any:
    return Page.objects.get(pk=page.pk).specific
