from django.db import models


class SourceChange(models.Model):
    """A thing whose search document may be out of date; written in the change's transaction."""

    source = models.CharField(max_length=20)
    object_id = models.PositiveBigIntegerField()
    noted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.source} {self.object_id}"


class IndexChange(models.Model):
    """An object that the index does not have as it is now; see hub.search.outbox.

    `is_done` rows wait for a rebuild that began before they were drained.
    """

    index = models.CharField(max_length=100)
    model = models.CharField(max_length=100)
    key = models.CharField(max_length=64)
    noted_at = models.DateTimeField(auto_now_add=True)
    is_done = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["is_done", "index", "id"], name="changes_to_drain")]

    def __str__(self) -> str:
        return f"{self.index} {self.key}"
