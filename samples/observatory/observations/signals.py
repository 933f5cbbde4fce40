import logging

from django.db.models.signals import post_save
from django.dispatch import receiver

from .models import Observation

logger = logging.getLogger(__name__)


@receiver(post_save, sender=Observation)
def note_new_observation(sender, instance, created, **kwargs):
    if created:
        logger.info("observation %s of %s queued", instance.pk, instance.target)
