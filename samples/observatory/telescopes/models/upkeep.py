from django.conf import settings
from django.db import models

from core.models import TimeStamped

from .sites import Telescope


class MaintenanceWindow(TimeStamped):
    telescope = models.ForeignKey(Telescope, on_delete=models.CASCADE, related_name="maintenance")
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(condition=models.Q(ends_at__gt=models.F("starts_at")), name="maintenance_ends_after_start"),
        ]
