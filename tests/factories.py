"""Valid, live, public things. A test says only what differs.

Pages place themselves: `PracticePageFactory()` makes the home page and the shelf when they are
missing, so that addresses work as on the site.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

import factory
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group, Permission
from django.core.files.base import ContentFile
from django.utils.text import slugify
from factory.django import DjangoModelFactory
from wagtail.models import GroupPagePermission, Page, PageViewRestriction, Site

from casestudies.models import CaseStudyIndexPage, CaseStudyPage
from forums.actions.states import settle
from forums.models import Forum, ForumGrant, Level, Post, Standing, Thread, ThreadKind
from forums.rendering import RENDER_VERSION, render
from hub.accounts.models import User
from hub.directory.models import OrganizationPage, PartnerIndexPage
from hub.events.models import EventIndexPage, EventPage
from hub.guidelines.models import GuidelineIndexPage, GuidelinePage
from hub.home.models import HomePage, PlainPage
from hub.library.models import LibraryIndexPage, LibraryItemPage
from hub.media.models import CustomDocument, CustomImage
from hub.people.actions import measure_reach
from hub.people.models import Profile
from hub.policies.models import PolicyIndexPage, PolicyPage
from hub.principles.models import PrincipleIndexPage, PrinciplePage
from hub.taxonomy.models import GlossaryEntry, Jurisdiction, Term, Topic, Vocabulary
from mentorsites.models import MentorSiteIndexPage, MentorSitePage, SiteManager
from paths.models import PathIndexPage, StagePathPage
from practices.models import AdoptionReport, PracticeIndexPage, PracticePage

NOW = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
PASSWORD = "a calm and long passphrase"
SHELVES = {
    "principles": (PrincipleIndexPage, "Principles"),
    "practices": (PracticeIndexPage, "Promising practices"),
    "guidelines": (GuidelineIndexPage, "Guidelines"),
    "case-studies": (CaseStudyIndexPage, "Case studies"),
    "policies": (PolicyIndexPage, "Policy tracker"),
    "mentor-sites": (MentorSiteIndexPage, "Mentor sites"),
    "partners": (PartnerIndexPage, "Partners"),
    "library": (LibraryIndexPage, "Library"),
    "events": (EventIndexPage, "Events"),
    "paths": (PathIndexPage, "Start from where you are"),
}


def home_page() -> HomePage:
    """The one home page, made the site's root on the first call."""
    home = HomePage.objects.first()
    if home is None:
        root = Page.objects.get(depth=1)
        home = HomePage(title="Home", slug="hub-home", hero_text="Tested practice and current law.")
        root.add_child(instance=home)
        site = Site.objects.get(is_default_site=True)
        site.root_page = home
        site.save()
    return home


def shelf(slug: str) -> Page:
    """The index page at /slug/, made on the first call."""
    model, title = SHELVES[slug]
    found = model.objects.first()
    if found is None:
        found = model(title=title, slug=slug)
        home_page().add_child(instance=found)
    return model.objects.get(pk=found.pk)


def remove_all_pages() -> None:
    """As before the very first start: Wagtail's welcome and nothing else."""
    welcome = Page.objects.get(depth=2, slug="home")
    Site.objects.filter(is_default_site=True).update(root_page=welcome)
    HomePage.objects.get().delete()


def all_shelves() -> list[Page]:
    return [shelf(slug) for slug in SHELVES]


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    name = factory.Sequence(lambda n: f"Person {n}")
    password = factory.django.Password(PASSWORD)

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **fields: Any) -> User:
        user = super()._create(model_class, *args, **fields)
        if user.is_superuser:
            give_second_step(user)
        return user


def give_second_step(user: User) -> Authenticator:
    """Whoever may open the admin needs one; without it every page there leads to setting one up."""
    return Authenticator.objects.get_or_create(
        user=user, type=Authenticator.Type.TOTP, defaults={"data": {}}
    )[0]


def editor(*, of: Page | None = None, publishes: bool = True, **fields: Any) -> User:
    """Somebody who may edit below `of` (everything below home when None) and open the admin."""
    user = UserFactory(**fields)
    page = of or home_page()
    group = Group.objects.create(name=f"Editors of {page.pk} {user.pk}")
    group.permissions.add(
        Permission.objects.get(codename="access_admin", content_type__app_label="wagtailadmin")
    )
    kinds = ["add", "change", *(["publish"] if publishes else [])]
    for codename in [f"{kind}_page" for kind in kinds]:
        GroupPagePermission.objects.create(
            group=group, page=page, permission=Permission.objects.get(codename=codename)
        )
    user.groups.add(group)
    give_second_step(user)
    return user


class TermFactory(DjangoModelFactory):
    class Meta:
        model = Term
        django_get_or_create = ("vocabulary", "slug")

    vocabulary = Vocabulary.COMMUNITY_TYPE
    slug = factory.Sequence(lambda n: f"term-{n}")
    label = factory.LazyAttribute(lambda o: o.slug.replace("-", " ").capitalize())


class TopicFactory(DjangoModelFactory):
    class Meta:
        model = Topic

    name = factory.Sequence(lambda n: f"Topic {n}")
    slug = factory.LazyAttribute(lambda o: slugify(o.name))


class JurisdictionFactory(DjangoModelFactory):
    class Meta:
        model = Jurisdiction
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"X{n}")
    name = factory.Sequence(lambda n: f"Place {n}")
    slug = factory.LazyAttribute(lambda o: slugify(o.name))
    kind = Jurisdiction.Kind.STATE


class GlossaryEntryFactory(DjangoModelFactory):
    class Meta:
        model = GlossaryEntry

    term = factory.Sequence(lambda n: f"Word {n}")
    definition = "What it means."


class ProfileFactory(DjangoModelFactory):
    """A member's page; `shown=` opens every line to somebody, `helps_with=` takes topics."""

    class Meta:
        model = Profile

    person = factory.SubFactory(UserFactory)

    @classmethod
    def _create(cls, model_class: type[Profile], *args: Any, **fields: Any) -> Profile:
        shown = fields.pop("shown", None)
        topics = {"helps": fields.pop("helps_with", ()), "wants": fields.pop("wants_help_with", ())}
        if shown:
            fields = {**{f"{line}_shown": shown for line in Profile.LINES}, **fields}
        profile = super()._create(model_class, *args, **fields)
        for side, chosen in topics.items():
            for topic in chosen:
                profile.profile_topics.create(topic=topic, side=side)
        return measure_reach(profile)


class PageFactory(DjangoModelFactory):
    """Places a page below its shelf; `parent=` places it elsewhere.

    `topics`, `terms`, `jurisdictions`, `principles` take lists.
    """

    class Meta:
        abstract = True

    class Params:
        shelf_slug = ""

    title = factory.Sequence(lambda n: f"Page {n}")
    slug = factory.LazyAttribute(lambda o: slugify(o.title)[:200])
    first_published_at = NOW
    last_published_at = NOW

    @classmethod
    def _create(cls, model_class: type[Page], *args: Any, **fields: Any) -> Page:
        parent = fields.pop("parent", None) or cls.get_parent()
        many = {
            name: fields.pop(name)
            for name in ("topics", "terms", "jurisdictions", "principles", "disciplines")
            if name in fields
        }
        page = model_class(**fields)
        for name, values in many.items():
            if name == "topics":
                page.topics.add(*values)
            else:
                setattr(page, name, values)
        # A fresh copy: the tree's bookkeeping on an old one goes out of date.
        Page.objects.get(pk=parent.pk).add_child(instance=page)
        return page

    @classmethod
    def get_parent(cls) -> Page:
        return home_page()


class ResourceFactory(PageFactory):
    class Meta:
        abstract = True

    summary = "In plain words."


class PrinciplePageFactory(PageFactory):
    class Meta:
        model = PrinciplePage

    quotation = "seeks safe encounters for all"
    section = "WORK"

    @classmethod
    def get_parent(cls) -> Page:
        return shelf("principles")


class OrganizationPageFactory(PageFactory):
    class Meta:
        model = OrganizationPage

    role = OrganizationPage.Role.PARTNER

    @classmethod
    def get_parent(cls) -> Page:
        return shelf("partners")


class PracticePageFactory(ResourceFactory):
    class Meta:
        model = PracticePage

    problem = "<p>Nobody calls the day after.</p>"

    @classmethod
    def get_parent(cls) -> Page:
        return shelf("practices")


class AdoptionReportFactory(DjangoModelFactory):
    """What one program reports of a practice; `community_types=` takes terms."""

    class Meta:
        model = AdoptionReport

    practice = factory.SubFactory(PracticePageFactory)
    reporter = factory.SubFactory(UserFactory)
    verdict = AdoptionReport.Verdict.ADOPTED
    result = "Most people answer when we call the day after."
    would_again = AdoptionReport.Again.YES
    created_at = NOW
    announced_at = NOW

    @classmethod
    def _create(
        cls, model_class: type[AdoptionReport], *args: Any, **fields: Any
    ) -> AdoptionReport:
        terms = fields.pop("community_types", ())
        report = super()._create(model_class, *args, **fields)
        report.community_types.set(terms)
        return report


class GuidelinePageFactory(ResourceFactory):
    class Meta:
        model = GuidelinePage

    issuing_body = "Sample body"
    version = "1.0"
    scope = "<p>Adults.</p>"
    recommendations = factory.LazyFunction(
        lambda: [
            (
                "recommendation",
                {"text": "Ask first.", "strength": "strong", "evidence": "moderate"},
            )
        ]
    )

    @classmethod
    def get_parent(cls) -> Page:
        return shelf("guidelines")


class CaseStudyPageFactory(ResourceFactory):
    class Meta:
        model = CaseStudyPage

    context = "<p>Three counties.</p>"
    what_they_did = "<p>One team.</p>"

    @classmethod
    def get_parent(cls) -> Page:
        return shelf("case-studies")


class PolicyPageFactory(ResourceFactory):
    class Meta:
        model = PolicyPage

    jurisdiction = factory.SubFactory(JurisdictionFactory)
    level = "state"
    identifier = factory.Sequence(lambda n: f"SB {n}")
    official_title = "AN ACT RELATING TO CO-RESPONSE"
    policy_type = factory.SubFactory(TermFactory, vocabulary=Vocabulary.POLICY_TYPE, slug="statute")
    status = "in_force"

    @classmethod
    def get_parent(cls) -> Page:
        return shelf("policies")


class MentorSitePageFactory(ResourceFactory):
    class Meta:
        model = MentorSitePage

    lead_agency = "Sample County EMS"
    takes_requests = True

    @classmethod
    def get_parent(cls) -> Page:
        return shelf("mentor-sites")


class LibraryItemPageFactory(ResourceFactory):
    class Meta:
        model = LibraryItemPage

    resource_type = factory.SubFactory(
        TermFactory, vocabulary=Vocabulary.RESOURCE_TYPE, slug="template"
    )
    link = "https://example.org/template"

    @classmethod
    def get_parent(cls) -> Page:
        return shelf("library")


class EventPageFactory(ResourceFactory):
    class Meta:
        model = EventPage

    starts_at = factory.LazyFunction(lambda: datetime.now(UTC) + timedelta(days=7))
    ends_at = factory.LazyAttribute(lambda o: o.starts_at + timedelta(hours=1))
    time_zone = "America/Chicago"

    @classmethod
    def get_parent(cls) -> Page:
        return shelf("events")


class StagePathPageFactory(PageFactory):
    """A path of one stage; `steps=` takes what path_step() gives."""

    class Meta:
        model = StagePathPage

    stage = factory.SubFactory(TermFactory, vocabulary=Vocabulary.STAGE, slug="design")
    summary = "In plain words."
    steps = factory.LazyFunction(lambda: [path_step(f"Step no {n}") for n in range(1, 6)])

    @classmethod
    def get_parent(cls) -> Page:
        return shelf("paths")


def path_step(title: str, **parts: Any) -> tuple[str, dict[str, Any]]:
    return "step", {"title": title, "text": "<p>Ask first.</p>", **parts}


class PlainPageFactory(PageFactory):
    class Meta:
        model = PlainPage


def picture(color: str = "green", size: tuple[int, int] = (40, 30), kind: str = "JPEG") -> bytes:
    from io import BytesIO

    from PIL import Image

    drawn = BytesIO()
    Image.new("RGB", size, color).save(drawn, kind)
    return drawn.getvalue()


class ImageFactory(DjangoModelFactory):
    class Meta:
        model = CustomImage

    title = factory.Sequence(lambda n: f"Picture {n}")
    file = factory.LazyFunction(lambda: ContentFile(picture(), name="picture.jpg"))


class DocumentFactory(DjangoModelFactory):
    class Meta:
        model = CustomDocument

    title = factory.Sequence(lambda n: f"Document {n}")
    file = factory.LazyFunction(lambda: ContentFile(b"Plain words.", name="words.txt"))


def members_only(page: Page) -> PageViewRestriction:
    return PageViewRestriction.objects.create(
        page=Page.objects.get(pk=page.pk), restriction_type=PageViewRestriction.LOGIN
    )


def group_only(page: Page, group: Group) -> PageViewRestriction:
    restriction = PageViewRestriction.objects.create(
        page=Page.objects.get(pk=page.pk), restriction_type=PageViewRestriction.GROUPS
    )
    restriction.groups.add(group)
    return restriction


class ForumFactory(DjangoModelFactory):
    class Meta:
        model = Forum

    name = factory.Sequence(lambda n: f"Forum {n}")
    slug = factory.LazyAttribute(lambda o: slugify(o.name))
    summary = "What we do and how."
    visibility = Forum.Visibility.PUBLIC
    kinds = factory.LazyFunction(lambda: list(ThreadKind.values))


class ThreadFactory(DjangoModelFactory):
    """A live thread with its first post, by a member who is not new."""

    class Meta:
        model = Thread

    forum = factory.SubFactory(ForumFactory)
    title = factory.Sequence(lambda n: f"How do you staff nights, part {n}?")
    author = factory.SubFactory(UserFactory)
    created_at = NOW
    bumped_at = factory.SelfAttribute("created_at")

    body = "We have two clinicians and a very large county."

    @classmethod
    def _create(cls, model_class: type[Thread], *args: Any, **fields: Any) -> Thread:
        body = fields.pop("body")
        thread = super()._create(model_class, *args, **fields)
        PostFactory(
            thread=thread,
            number=1,
            author=None if thread.started_as else thread.author,
            alias=thread.started_as,
            source=body,
            state=Post.State.HELD if thread.state == Thread.State.HELD else Post.State.LIVE,
            created_at=thread.created_at,
        )
        thread.refresh_from_db()
        return thread


class PostFactory(DjangoModelFactory):
    """The next post of a thread, counted as the actions count it."""

    class Meta:
        model = Post

    thread = factory.SubFactory(ThreadFactory)
    number = factory.LazyAttribute(lambda o: o.thread.highest_number + 1)
    author = factory.SubFactory(UserFactory)
    source = "We ask people whether they want a call or a visit."
    html = factory.LazyAttribute(lambda o: render(o.source).html)
    excerpt = factory.LazyAttribute(lambda o: render(o.source).excerpt)
    render_version = RENDER_VERSION
    created_at = NOW
    told_at = NOW

    @classmethod
    def _create(cls, model_class: type[Post], *args: Any, **fields: Any) -> Post:
        post = super()._create(model_class, *args, **fields)
        thread = post.thread
        settle(thread, bumped_at=post.created_at if post.is_live else None)
        if post.is_first:
            thread.excerpt = post.excerpt
            thread.save(update_fields=["excerpt"])
        return post


def make_member(person: User | None = None, **fields: Any) -> User:
    """Somebody who is not new in the forums any more."""
    person = person or UserFactory(**fields)
    Standing.objects.update_or_create(person=person, defaults={"member_since": NOW})
    return person


def grant(person: User, forum: Forum, level: int = Level.START) -> Group:
    """Lets `person` into `forum` at this level, by a group of its own."""
    group, _ = Group.objects.get_or_create(name=f"{forum.slug} {Level(level).label}")
    ForumGrant.objects.get_or_create(forum=forum, group=group, defaults={"level": level})
    person.groups.add(group)
    return group


def moderator(**fields: Any) -> User:
    return _with_permissions(["forums.moderate"], **fields)


def trust_officer(**fields: Any) -> User:
    names = ["forums.moderate", "forums.open_seal", "forums.purge_post"]
    return _with_permissions(names, **fields)


def _with_permissions(names: list[str], **fields: Any) -> User:
    person = make_member(**fields)
    for name in names:
        app, _, codename = name.partition(".")
        person.user_permissions.add(
            Permission.objects.get(content_type__app_label=app, codename=codename)
        )
    give_second_step(person)
    return User.objects.get(pk=person.pk)


def keeper(*sites: MentorSitePage, at: datetime = NOW, **fields: Any) -> User:
    """Somebody who keeps these sites, confirmed at `at`."""
    person = make_member(**fields)
    for site in sites:
        SiteManager.objects.create(
            site=site,
            person=person,
            agency_email=f"{person.handle}@agency.example.org",
            terms=SiteManager.TERMS,
            terms_accepted_at=at,
            began_at=at,
            confirmed_at=at,
        )
    return person


def mentoring_staff(**fields: Any) -> User:
    """Somebody who looks after requests for the network."""
    return _with_permissions(["mentoring.look_after_requests"], **fields)
