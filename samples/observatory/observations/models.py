from django.contrib.contenttypes.fields import GenericForeignKey, GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Named, TimeStamped
from people.models import Astronomer
from telescopes.models import Instrument, Site, Telescope


class Programme(TimeStamped):
    """What somebody was granted telescope time for."""

    code = models.CharField(max_length=16, unique=True)
    title = models.CharField(max_length=200)
    principal_investigator = models.ForeignKey(Astronomer, on_delete=models.PROTECT, related_name="programmes")
    telescopes = models.ManyToManyField(Telescope, related_name="programmes")
    hours_granted = models.DecimalField(max_digits=6, decimal_places=1, default=0)
    priority = models.PositiveSmallIntegerField(default=3, validators=[MinValueValidator(1), MaxValueValidator(5)])
    annotations = GenericRelation("Annotation")

    class Meta:
        ordering = ["priority", "code"]
        indexes = [models.Index(fields=["priority", "code"], name="programme_priority_code")]

    def __str__(self):
        return f"{self.code} {self.title}"


class Target(Named):
    class Kind(models.TextChoices):
        STAR = "star", _("Star")
        GALAXY = "galaxy", _("Galaxy")
        NEBULA = "nebula", _("Nebula")
        SOLAR_SYSTEM = "solar", _("Solar system body")
        TRANSIENT = "transient", _("Transient")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    right_ascension = models.FloatField(validators=[MinValueValidator(0), MaxValueValidator(360)])
    declination = models.FloatField(validators=[MinValueValidator(-90), MaxValueValidator(90)])
    magnitude = models.FloatField(null=True, blank=True)

    class Meta(Named.Meta):
        indexes = [models.Index(fields=["right_ascension", "declination"], name="target_position")]


class Night(models.Model):
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="nights")
    date = models.DateField(help_text=_("Of the evening"))

    class Meta:
        ordering = ["-date"]
        constraints = [models.UniqueConstraint(fields=["site", "date"], name="one_night_per_site_and_date")]

    def __str__(self):
        return f"{self.date} at {self.site}"


class WeatherReport(models.Model):
    night = models.OneToOneField(Night, on_delete=models.CASCADE, primary_key=True, related_name="weather")
    seeing = models.FloatField(_("seeing in arc seconds"), null=True, blank=True)
    humidity = models.PositiveSmallIntegerField(validators=[MaxValueValidator(100)])
    remarks = models.TextField(blank=True)


class Observation(TimeStamped):
    class State(models.IntegerChoices):
        PLANNED = 1
        RUNNING = 2
        DONE = 3
        LOST = 4

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="observations")
    target = models.ForeignKey(Target, on_delete=models.PROTECT, related_name="observations")
    night = models.ForeignKey(Night, on_delete=models.CASCADE, related_name="observations")
    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="observations")
    observers = models.ManyToManyField(Astronomer, through="ObservingShift", related_name="observations")
    state = models.PositiveSmallIntegerField(choices=State.choices, default=State.PLANNED)
    calibrates = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="calibrations")

    class Meta:
        ordering = ["-night__date", "pk"]
        permissions = [("reschedule_observation", "Can move an observation to another night")]

    def __str__(self):
        return f"{self.target} on {self.night}"


class CalibrationManager(models.Manager):
    def get_queryset(self):
        return super().get_queryset().filter(calibrates__isnull=False)


class Calibration(Observation):
    objects = CalibrationManager()

    class Meta:
        proxy = True


class ObservingShift(models.Model):
    observation = models.ForeignKey(Observation, on_delete=models.CASCADE, related_name="shifts")
    astronomer = models.ForeignKey(Astronomer, on_delete=models.CASCADE, related_name="shifts")
    remote = models.BooleanField(default=False)

    class Meta:
        unique_together = ("observation", "astronomer")


class Exposure(models.Model):
    observation = models.ForeignKey(Observation, on_delete=models.CASCADE, related_name="exposures")
    started_at = models.DateTimeField()
    seconds = models.FloatField()
    airmass = models.FloatField(null=True, blank=True, validators=[MinValueValidator(1)])
    frame = models.FileField(upload_to="frames/%Y/%m/")
    checksum = models.CharField(max_length=64, editable=False)

    class Meta:
        ordering = ["started_at"]
        constraints = [models.CheckConstraint(condition=models.Q(seconds__gt=0), name="exposure_takes_time")]


class Annotation(TimeStamped):
    """A remark on anything: a programme, an exposure, a target."""

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    subject = GenericForeignKey()
    author = models.ForeignKey(Astronomer, on_delete=models.CASCADE, related_name="annotations")
    text = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["content_type", "object_id"], name="annotation_subject")]
