from typing import Any, Self

from django.conf import settings
from django.db import models
from django.urls import reverse

from hub.taxonomy.models import Topic

from .languages import Language
from .shown import Reach, shown_field, who_sees


class ProfileQuerySet(models.QuerySet):
    def visible_to(self, reader: Any) -> Self:
        """Whose page `reader` may open: everybody's for members, for others those who said so."""
        present = self.filter(person__is_active=True, person__left_at=None)
        if reader.is_authenticated:
            return present
        return present.filter(reach=Reach.PUBLIC)

    def listed_for(self, reader: Any) -> Self:
        """Who is in the directory for `reader`: whoever shows them at least one line."""
        least = Reach.MEMBERS if reader.is_authenticated else Reach.PUBLIC
        return self.visible_to(reader).filter(reach__gte=least)

    def by_name(self) -> Self:
        return self.order_by("person__name_key", "pk")

    def with_rows(self) -> Self:
        """What a row of the directory shows, joined or fetched once for all."""
        return self.select_related(
            "person__program__discipline",
            "person__program__place",
            "person__program__population_band",
            "person__program__stage",
        ).prefetch_related("person__program__community_types", "profile_topics__topic")


class Profile(models.Model):
    """What a member says of themselves to others; each line open to nobody, members or everyone.

    There is no rule of real names: people with lived experience, and those whose work makes them
    a target, choose what they are called.
    """

    class Contact(models.TextChoices):
        NONE = "none", "Please do not ask me directly"
        DISCUSSIONS = "discussions", "Mention me in a discussion"
        SITES = "sites", "Through my mentor site"

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="profile")
    avatar = models.FileField("picture", upload_to="avatars", blank=True)
    pronouns = models.CharField(max_length=40, blank=True)
    credentials = models.CharField(
        max_length=120,
        blank=True,
        help_text="As you state them yourself, for example “paramedic, LCSW”. Nobody checks them.",
    )
    agency = models.CharField("agency or program", max_length=120, blank=True)
    region = models.CharField(
        "where you work, in your own words",
        max_length=160,
        blank=True,
        help_text="Instead of your agency, for example “a rural county in the Southwest”.",
    )
    about = models.TextField(
        "about you", max_length=600, blank=True, help_text="A few sentences. No names of others."
    )
    contact = models.CharField(
        "how others may ask you", max_length=12, choices=Contact, default=Contact.NONE
    )
    topics = models.ManyToManyField(Topic, through="ProfileTopic", related_name="profiles")

    avatar_shown = shown_field("your picture")
    pronouns_shown = shown_field("your pronouns")
    discipline_shown = shown_field("your role")
    program_shown = shown_field("your kind of community, its size, place and stage")
    credentials_shown = shown_field("your credentials")
    agency_shown = shown_field("your agency")
    region_shown = shown_field("where you work")
    about_shown = shown_field("this text")
    languages_shown = shown_field("your languages")
    helps_with_shown = shown_field("what you can help with")
    wants_help_with_shown = shown_field("what you want help with")

    reach = models.PositiveSmallIntegerField(choices=Reach, default=Reach.NOBODY, editable=False)
    changed_at = models.DateTimeField(null=True, editable=False)

    objects = ProfileQuerySet.as_manager()

    # The lines that have an owner's choice, in the order of the page.
    LINES = (
        "avatar",
        "pronouns",
        "discipline",
        "program",
        "credentials",
        "agency",
        "region",
        "about",
        "languages",
        "helps_with",
        "wants_help_with",
    )

    class Meta:
        indexes = [models.Index(fields=["reach", "id"], name="profiles_by_reach")]

    def __str__(self) -> str:
        return str(self.person)

    def get_absolute_url(self) -> str:
        return reverse("people:profile", args=[self.person.handle])

    def is_open(self, line: str, reader: Any) -> bool:
        """Whether `reader` may read the line; the owner always may."""
        is_own = getattr(reader, "pk", None) == self.person_id
        return is_own or getattr(self, f"{line}_shown") in who_sees(reader)


class ProfileTopic(models.Model):
    """A topic that a member can help with or wants help with."""

    class Side(models.TextChoices):
        HELPS = "helps", "Can help with"
        WANTS = "wants", "Wants help with"

    profile = models.ForeignKey(Profile, models.CASCADE, related_name="profile_topics")
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="+")
    side = models.CharField(max_length=5, choices=Side)

    class Meta:
        ordering = ["topic__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["profile", "topic", "side"], name="topic_once_a_side")
        ]
        indexes = [models.Index(fields=["topic", "side"], name="profiles_of_a_topic")]

    def __str__(self) -> str:
        return f"{self.get_side_display()}: {self.topic}"


class SpokenLanguage(models.Model):
    profile = models.ForeignKey(Profile, models.CASCADE, related_name="spoken_languages")
    language = models.CharField(max_length=3, choices=Language)

    class Meta:
        ordering = ["language", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["profile", "language"], name="language_once")
        ]
        indexes = [models.Index(fields=["language"], name="profiles_of_a_language")]

    def __str__(self) -> str:
        return self.get_language_display()
