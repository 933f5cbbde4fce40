from django.conf import settings
from django.db import models

from catalogue.models import Book, Copy


class Member(models.Model):
    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="membership")
    card = models.CharField(max_length=12, unique=True)
    joined = models.DateField(auto_now_add=True)


class Loan(models.Model):
    copy = models.ForeignKey(Copy, on_delete=models.PROTECT, related_name="loans")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="loans")
    lent_on = models.DateField()
    due_on = models.DateField()
    returned_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-lent_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["copy"], condition=models.Q(returned_on__isnull=True), name="copy_is_lent_once"
            ),
        ]


class Reservation(models.Model):
    book = models.ForeignKey(Book, on_delete=models.CASCADE, related_name="reservations")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="reservations")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["made_at"]
        unique_together = [("book", "member")]
