from django.db import models

from core.models import Named, TimeStamped
from observations.models import Observation
from people.models import Astronomer


class Journal(Named):
    issn = models.CharField("ISSN", max_length=9, unique=True)


class Publication(TimeStamped):
    class State(models.TextChoices):
        DRAFT = "draft"
        SUBMITTED = "submitted"
        ACCEPTED = "accepted"
        PUBLISHED = "published"

    title = models.CharField(max_length=300)
    abstract = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT, db_index=True)
    journal = models.ForeignKey(Journal, on_delete=models.PROTECT, null=True, blank=True, related_name="publications")
    doi = models.CharField("DOI", max_length=120, unique=True, null=True, blank=True)
    authors = models.ManyToManyField(Astronomer, through="Authorship", related_name="publications")
    published_on = models.DateField(null=True, blank=True)
    cites = models.ManyToManyField("self", through="Citation", symmetrical=False, related_name="cited_by")

    class Meta:
        ordering = ["-published_on", "title"]
        get_latest_by = "published_on"

    def __str__(self):
        return self.title


class Authorship(models.Model):
    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="authorships")
    astronomer = models.ForeignKey(Astronomer, on_delete=models.PROTECT, related_name="authorships")
    position = models.PositiveSmallIntegerField()
    corresponding = models.BooleanField(default=False)

    class Meta:
        ordering = ["publication", "position"]
        constraints = [
            models.UniqueConstraint(fields=["publication", "position"], name="one_author_per_position"),
            models.UniqueConstraint(
                fields=["publication"],
                condition=models.Q(corresponding=True),
                name="one_corresponding_author",
            ),
        ]


class Citation(models.Model):
    citing = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="outgoing_citations")
    cited = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="incoming_citations")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["citing", "cited"], name="cited_once")]


class Dataset(Named, TimeStamped):
    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, null=True, blank=True, related_name="datasets")
    observations = models.ManyToManyField(Observation, related_name="datasets", blank=True)
    licence = models.CharField(max_length=40, default="CC-BY-4.0")
    size_bytes = models.PositiveBigIntegerField(default=0)
    embargo_until = models.DateField(null=True, blank=True)
