from typing import Self

from django.db import models


class UnansweredTermQuerySet(models.QuerySet):
    def since(self, day) -> Self:
        return self.filter(day__gte=day)


class UnansweredTerm(models.Model):
    """That somebody found nothing for some words on a day. Who it was cannot be told.

    `searcher` is a keyed hash that differs for every text, made only to count people: two texts of
    the same person have nothing in common, and the key changes with the quarter.
    """

    text = models.CharField(max_length=200)
    searcher = models.CharField(max_length=32)
    day = models.DateField()

    objects = UnansweredTermQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["text", "searcher"], name="counted_once_per_searcher")
        ]
        indexes = [models.Index(fields=["day"], name="unanswered_by_day")]

    def __str__(self) -> str:
        return self.text


class SearchClick(models.Model):
    """How often the hit at a position was chosen on a day: nothing about words or people."""

    day = models.DateField()
    position = models.PositiveSmallIntegerField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "position"], name="clicks_per_day_and_position")
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.count} at {self.position}"
