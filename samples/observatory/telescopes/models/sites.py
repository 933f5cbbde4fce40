from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import ActiveQuerySet, Named, TimeStamped


class Site(Named):
    latitude = models.DecimalField(max_digits=8, decimal_places=5)
    longitude = models.DecimalField(max_digits=8, decimal_places=5)
    elevation = models.PositiveIntegerField(_("elevation in metres"))
    time_zone = models.CharField(max_length=64, default="UTC")

    class Meta(Named.Meta):
        constraints = [
            models.CheckConstraint(condition=models.Q(latitude__range=(-90, 90)), name="site_latitude_in_range"),
            models.CheckConstraint(condition=models.Q(longitude__range=(-180, 180)), name="site_longitude_in_range"),
        ]


class Telescope(Named, TimeStamped):
    class Mount(models.TextChoices):
        EQUATORIAL = "eq", _("Equatorial")
        ALTAZIMUTH = "az", _("Altazimuth")
        TRANSIT = "tr", _("Transit")

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="telescopes")
    aperture = models.DecimalField(_("aperture in metres"), max_digits=5, decimal_places=2)
    focal_ratio = models.FloatField(null=True, blank=True, validators=[MinValueValidator(0.5), MaxValueValidator(60)])
    mount = models.CharField(max_length=2, choices=Mount.choices, default=Mount.ALTAZIMUTH)
    first_light = models.DateField(null=True, blank=True)
    retired_on = models.DateField(null=True, blank=True)

    objects = ActiveQuerySet.as_manager()

    class Meta(Named.Meta):
        indexes = [models.Index(fields=["site", "mount"], name="telescope_site_mount")]
