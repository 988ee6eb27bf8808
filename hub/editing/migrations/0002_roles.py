"""The roles of the hub and the two reviews. What an administrator changes afterward stays so."""

from django.db import migrations

REVIEWERS = "Reviewers"
REVIEW = "Review before publishing"
CLINICAL_REVIEW = "Review with clinical sign-off"
# Wagtail comes with these; under our names they stay the same group and the same workflow.
WAGTAILS_REVIEWERS = "Moderators"
WAGTAILS_REVIEW = "Moderators approval"

ENTER = "wagtailadmin.access_admin"
SECOND_STEP = "accounts.must_use_second_step"
WORDS = [
    f"taxonomy.{verb}_{model}"
    for model in ("term", "topic", "jurisdiction", "glossaryentry")
    for verb in ("add", "change", "view")
]
PROMOTED = [
    f"wagtailsearchpromotions.{verb}_searchpromotion"
    for verb in ("add", "change", "delete", "view")
]
FORUMS = ["forums.view_forum", "forums.add_forum", "forums.change_forum", "forums.add_promotion"]
DESK = [ENTER, *WORDS, *PROMOTED, *FORUMS]
PERMISSIONS = {
    "Editors": [*DESK, "mentorsites.add_siteinvitation"],
    REVIEWERS: DESK,
    "Clinical reviewers": [ENTER],
    "Mentor site managers": [SECOND_STEP],
    "Trust officers": [SECOND_STEP, "forums.moderate", "forums.open_seal", "forums.purge_post"],
    # Whatever any member may do needs no permission. The group is there to be named: by a page that
    # is for members and not for everybody with an account, such as a guest of a partner.
    "Members": [],
}


def make_roles(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    if not Group.objects.filter(name=REVIEWERS).exists():
        Group.objects.filter(name=WAGTAILS_REVIEWERS).update(name=REVIEWERS)
    for name, labels in PERMISSIONS.items():
        group, _ = Group.objects.get_or_create(name=name)
        # A group that has more than Wagtail gave it is somebody's already.
        if not group.permissions.exclude(codename="access_admin").exists():
            group.permissions.add(*(_permission(apps, label) for label in labels))


def let_reviewers_publish_and_nobody_else(apps, schema_editor):
    """Editors write and submit; what they could publish alone, somebody else reads first."""
    apps.get_model("wagtailcore", "GroupPagePermission").objects.filter(
        group__name="Editors", permission__codename="publish_page"
    ).delete()


def let_members_in(apps, schema_editor):
    User = apps.get_model("accounts", "User")
    members = apps.get_model("auth", "Group").objects.get(name="Members")
    Membership = User.groups.through
    people = User.objects.filter(is_active=True, left_at=None).values_list("pk", flat=True)
    # In batches: a database takes only so many values at once.
    Membership.objects.bulk_create(
        [Membership(user_id=pk, group_id=members.pk) for pk in people],
        batch_size=400,
        ignore_conflicts=True,
    )


def make_reviews(apps, schema_editor):
    Workflow = apps.get_model("wagtailcore", "Workflow")
    if Workflow.objects.filter(name=CLINICAL_REVIEW).exists():
        return
    Workflow.objects.filter(name=WAGTAILS_REVIEW).update(name=REVIEW)
    review = Workflow.objects.filter(name=REVIEW, active=True).first()
    task = _keep_as_our_task(apps, review) if review else None
    if task is None:
        # Somebody made Wagtail's review their own: it stays, and guidelines get theirs all the same.
        task = _new_task(apps, "ReviewTask", "Review", [REVIEWERS])
    clinical = _new_task(apps, "ClinicalReviewTask", "Clinical review", ["Clinical reviewers"])
    workflow = Workflow.objects.create(name=CLINICAL_REVIEW, active=True)
    WorkflowTask = apps.get_model("wagtailcore", "WorkflowTask")
    for order, step in enumerate((task.task_ptr, clinical.task_ptr)):
        WorkflowTask.objects.create(workflow=workflow, task=step, sort_order=order)
    for shelf in apps.get_model("guidelines", "GuidelineIndexPage").objects.all():
        apps.get_model("wagtailcore", "WorkflowPage").objects.get_or_create(
            page=shelf.page_ptr, defaults={"workflow": workflow}
        )


def _keep_as_our_task(apps, review):
    """Turns Wagtail's step of `review` into ours: reviews that go on now go on."""
    old = (
        apps.get_model("wagtailcore", "GroupApprovalTask")
        .objects.filter(workflow_tasks__workflow=review, groups__name=REVIEWERS)
        .first()
    )
    if old is None:
        return None
    groups = list(old.groups.values_list("name", flat=True))
    old.groups.clear()
    task = _new_task(apps, "ReviewTask", "Review", groups, task_ptr_id=old.task_ptr_id)
    old.delete(keep_parents=True)
    return task


def _new_task(apps, model, name, groups, **fields):
    Task = apps.get_model("editing", model)
    ContentType = apps.get_model("contenttypes", "ContentType")
    kind, _ = ContentType.objects.get_or_create(app_label="editing", model=model.lower())
    task = Task(name=name, active=True, content_type=kind, **fields)
    task.save()
    task.groups.set(apps.get_model("auth", "Group").objects.filter(name__in=groups))
    return task


def _permission(apps, label):
    """Django makes permissions after the last migration: here they may have to be made."""
    app, _, codename = label.partition(".")
    Permission = apps.get_model("auth", "Permission")
    known = Permission.objects.filter(content_type__app_label=app, codename=codename).first()
    return known or _make_permission(apps, app, codename)


def _make_permission(apps, app, codename):
    for model in apps.get_app_config(app).get_models():
        name = model._meta.model_name
        verbs = {
            f"{verb}_{name}": f"Can {verb} {model._meta.verbose_name_raw}"
            for verb in model._meta.default_permissions
        }
        if words := (verbs | dict(model._meta.permissions)).get(codename):
            kind, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
                app_label=app, model=name
            )
            return apps.get_model("auth", "Permission").objects.create(
                content_type=kind, codename=codename, name=words
            )
    raise LookupError(f"No model of {app} has the permission {codename}.")


class Migration(migrations.Migration):
    dependencies = [
        ("account", "0009_emailaddress_unique_primary_email"),
        ("accounts", "0005_count_acts_and_ask_for_second_step"),
        ("editing", "0001_initial"),
        ("forums", "0002_post_speaks_for"),
        ("guidelines", "0001_initial"),
        ("mentoring", "0001_requests_offers_and_outcomes"),
        ("mentorsites", "0002_managers_changes_and_notes"),
        ("taxonomy", "0001_initial"),
        ("wagtailadmin", "0006_formstate"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailsearchpromotions", "0008_query_verbose_name"),
    ]

    operations = [
        migrations.RunPython(make_roles, migrations.RunPython.noop),
        migrations.RunPython(let_reviewers_publish_and_nobody_else, migrations.RunPython.noop),
        migrations.RunPython(let_members_in, migrations.RunPython.noop),
        migrations.RunPython(make_reviews, migrations.RunPython.noop),
    ]
