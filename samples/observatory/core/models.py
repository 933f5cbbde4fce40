"""What the other apps build upon; nothing here has a table of its own."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TimeStamped(models.Model):
    """Says when a row was written and last changed."""

    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    class Meta:
        abstract = True
        get_latest_by = "updated_at"


class Named(models.Model):
    """Has a name that people use and a slug that addresses use."""

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("slug"), max_length=60, unique=True)

    class Meta:
        abstract = True
        ordering = ["name"]

    def __str__(self):
        return self.name


class ActiveQuerySet(models.QuerySet):
    def active(self):
        return self.filter(retired_on__isnull=True)
