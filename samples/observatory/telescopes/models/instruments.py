from django.db import models

from core.models import Named

from .sites import Telescope


class Instrument(Named):
    telescope = models.ForeignKey(Telescope, on_delete=models.CASCADE, related_name="instruments")
    serial_number = models.CharField(max_length=40, unique=True)
    retired_on = models.DateField(null=True, blank=True)


class Filter(Named):
    central_wavelength = models.PositiveIntegerField(help_text="nanometres")
    bandwidth = models.PositiveIntegerField(help_text="nanometres")

    class Meta:
        ordering = ["central_wavelength"]


class Camera(Instrument):
    pixel_size = models.FloatField(help_text="micrometres")
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    filters = models.ManyToManyField(Filter, through="CameraFilter", related_name="cameras")


class CameraFilter(models.Model):
    camera = models.ForeignKey(Camera, on_delete=models.CASCADE)
    filter = models.ForeignKey(Filter, on_delete=models.CASCADE)
    slot = models.PositiveSmallIntegerField()

    class Meta:
        unique_together = [("camera", "slot")]
        ordering = ["camera", "slot"]


class Spectrograph(Instrument):
    resolving_power = models.PositiveIntegerField()
    fibres = models.PositiveSmallIntegerField(default=1)
