from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Named, TimeStamped


class Account(AbstractUser):
    """Who signs in; not everybody who does is an astronomer."""

    locale = models.CharField(_("language"), max_length=8, default="en")


class Institution(Named, TimeStamped):
    class Kind(models.TextChoices):
        UNIVERSITY = "university", _("University")
        OBSERVATORY = "observatory", _("Observatory")
        AGENCY = "agency", _("Space agency")
        SCHOOL = "school", _("School")

    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.UNIVERSITY)
    country = models.CharField(max_length=2, help_text=_("ISO 3166 code"))
    website = models.URLField(blank=True)

    class Meta(Named.Meta):
        verbose_name = _("institution")


class Astronomer(TimeStamped):
    account = models.OneToOneField(Account, on_delete=models.SET_NULL, null=True, blank=True, related_name="astronomer")
    full_name = models.CharField(max_length=160)
    orcid = models.CharField("ORCID iD", max_length=19, unique=True, null=True, blank=True)
    mentor = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="students")
    institutions = models.ManyToManyField(Institution, through="Affiliation", related_name="astronomers")
    may_review = models.BooleanField(default=False)

    class Meta:
        ordering = ["full_name"]

    def __str__(self):
        return self.full_name


class Affiliation(models.Model):
    astronomer = models.ForeignKey(Astronomer, on_delete=models.CASCADE, related_name="affiliations")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="affiliations")
    position = models.CharField(max_length=80, blank=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-since"]
        constraints = [
            models.UniqueConstraint(fields=["astronomer", "institution", "since"], name="one_affiliation_per_start"),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gt=models.F("since")),
                name="affiliation_ends_after_it_begins",
            ),
        ]


class ReviewerManager(models.Manager):
    def get_queryset(self):
        return super().get_queryset().filter(may_review=True)


class Reviewer(Astronomer):
    """The astronomers who sit on the time allocation committee."""

    objects = ReviewerManager()

    class Meta:
        proxy = True
        verbose_name_plural = _("reviewers")
