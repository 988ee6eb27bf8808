from collections.abc import Iterable
from typing import Any, Self

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from hub.core.fields import FuzzyDateField
from hub.core.visibility import readers_of
from hub.resources.models import ResourcePage
from hub.taxonomy.models import Jurisdiction, Term, Vocabulary
from hub.taxonomy.models.terms import terms_of

from .practice_page import PracticePage

TEXT_LONGEST = 1_500


class AdoptionReportQuerySet(models.QuerySet):
    def listed_for(self, reader: Any) -> Self:
        """What everybody who may see the practice reads. Adds no statement."""
        practices = PracticePage.objects.visible_to(reader).order_by().values("pk")
        return self.filter(practice__in=practices, state=AdoptionReport.State.LIVE)

    def visible_to(self, reader: Any) -> Self:
        """Besides what is listed one's own, and everything for whoever looks after the practice."""
        from ..permissions import looked_after_by

        shown = Q(state=AdoptionReport.State.LIVE)
        if reader.is_authenticated:
            shown |= Q(reporter=reader.pk) | looked_after_by(reader)
        practices = PracticePage.objects.visible_to(reader).order_by().values("pk")
        return self.filter(shown, practice__in=practices).select_related("practice")

    def with_rows(self, reader: Any) -> Self:
        """What a row shows, in two statements for any number of rows."""
        sites = ResourcePage.objects.filter(pk=OuterRef("site")).visible_to(reader)
        rows = self.select_related(None).select_related("place", "population_band", "site")
        return rows.prefetch_related("community_types").annotate(site_is_shown=Exists(sites))

    def waiting_for(self, reader: Any) -> Self:
        """What waits for `reader` to decide whether others see it."""
        from ..permissions import looked_after_by

        held = self.visible_to(reader).filter(looked_after_by(reader))
        return held.filter(state=AdoptionReport.State.HELD)

    def newest_first(self) -> Self:
        return self.order_by("-created_at", "-pk")

    def behind(self, last: "AdoptionReport") -> Self:
        """Those that follow `last` when the newest comes first."""
        return self.filter(
            Q(created_at__lt=last.created_at) | Q(created_at=last.created_at, pk__lt=last.pk),
            created_at__lte=last.created_at,
        )


class AdoptionReport(models.Model):
    """What became of a practice in one program. Counted beside the evidence, never inside it."""

    class Verdict(models.TextChoices):
        ADOPTED = "adopted", "Adopted"
        ADAPTED = "adapted", "Adapted"
        STOPPED = "stopped", "Tried and stopped"

    class Again(models.TextChoices):
        YES = "yes", "Yes"
        CHANGES = "changes", "Yes, with changes"
        NO = "no", "No"

    class State(models.TextChoices):
        # Waits for a person, because its words sound as if its writer may not be safe.
        HELD = "held", "Waiting for a moderator"
        LIVE = "live", "Shown"
        HIDDEN = "hidden", "Hidden"

    practice = models.ForeignKey(PracticePage, models.CASCADE, related_name="adoption_reports")
    # Nobody in a sample, and after the member left.
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="adoption_reports",
    )
    verdict = models.CharField("what became of it", max_length=8, choices=Verdict)
    result = models.TextField(
        "what came of it", validators=[MaxLengthValidator(TEXT_LONGEST)], max_length=TEXT_LONGEST
    )
    would_again = models.CharField("would you do it again?", max_length=7, choices=Again)
    what_changed = models.TextField(
        "what you changed",
        blank=True,
        validators=[MaxLengthValidator(TEXT_LONGEST)],
        max_length=TEXT_LONGEST,
    )
    cost = models.CharField("what it cost", max_length=160, blank=True)
    started = FuzzyDateField("since when")
    program_name = models.CharField("name of your program", max_length=120, blank=True)
    place = models.ForeignKey(
        Jurisdiction,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="state, territory or tribal nation",
    )
    community_types = models.ManyToManyField(
        Term,
        blank=True,
        related_name="+",
        verbose_name="the community you serve",
        limit_choices_to=terms_of(Vocabulary.COMMUNITY_TYPE),
    )
    population_band = models.ForeignKey(
        Term,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="how many people live there",
        limit_choices_to=terms_of(Vocabulary.POPULATION_BAND),
    )
    # Mentor sites are upstairs; every one of them is a ResourcePage.
    site = models.ForeignKey(
        ResourcePage,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="adoption_reports_of_site",
        verbose_name="mentor site you speak for",
    )
    state = models.CharField(max_length=6, choices=State, default=State.LIVE)
    created_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)
    # When followers of the practice were told; once, however often it is hidden and shown.
    announced_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # Its author reads it.
    hidden_reason = models.CharField(max_length=500, blank=True)
    # The random key of the form it came with: sent twice, it is there once.
    form_key = models.CharField(max_length=64, blank=True)
    is_sample = models.BooleanField(default=False)

    objects = AdoptionReportQuerySet.as_manager()

    kind_icon = "assessment"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["practice", "reporter"], name="adoption_once_a_person"),
            models.CheckConstraint(
                condition=Q(state="hidden", hidden_at__isnull=False)
                | (~Q(state="hidden") & Q(hidden_at=None)),
                name="hidden_adoption_says_when",
            ),
        ]
        indexes = [
            models.Index(
                fields=["practice", "state", "-created_at", "-id"], name="adoptions_of_a_practice"
            )
        ]

    def __str__(self) -> str:
        return f"how a program fared with “{self.practice.title}”"

    def get_absolute_url(self) -> str:
        return reverse("practices:adoption", args=[self.pk])

    @property
    def is_live(self) -> bool:
        return self.state == self.State.LIVE

    @property
    def is_hidden(self) -> bool:
        return self.state == self.State.HIDDEN

    @property
    def is_emptied(self) -> bool:
        """Its author took the words back after it was hidden."""
        return not self.result

    @property
    def byline(self) -> str:
        """ "Sample County EMS", or "a rural program in Georgia" for who gave no name."""
        if self.program_name:
            return self.program_name
        kinds = [term.label.lower() for term in self.community_types.all()]
        words = f"a{_n(kinds)} {joined(kinds)} program" if kinds else "a program"
        return f"{words} in {self.place}" if self.place else words

    @property
    def shown_site(self) -> ResourcePage | None:
        """The mentor site, when the reader for whom the rows were fetched may see it."""
        return self.site if getattr(self, "site_is_shown", False) else None

    def readers_among(self, people: models.QuerySet) -> models.QuerySet:
        """Those of `people` who may read it; asked by hub.notifications for many at once."""
        from ..permissions import moderators

        readers = readers_of(self.practice, people)
        if self.is_live:
            return readers
        return readers.filter(Q(pk=self.reporter_id) | Q(pk__in=moderators().values("pk")))


def joined(words: Iterable[str]) -> str:
    """ "rural", "rural and tribal", "rural, frontier and tribal"."""
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last


def _n(words: list[str]) -> str:
    return "n" if words[0][:1] in "aeiou" else ""
