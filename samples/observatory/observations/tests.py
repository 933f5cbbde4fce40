import datetime

from django.test import TestCase
from django.urls import reverse

from telescopes.models import Site

from .models import Night


class NightArchiveTests(TestCase):
    def test_lists_the_nights_of_a_month(self):
        site = Site.objects.create(name="Cerro Alto", slug="cerro-alto", latitude=-24, longitude=-70, elevation=2635)
        Night.objects.create(site=site, date=datetime.date(2026, 11, 10))
        response = self.client.get(reverse("observations:nights", args=[2026, 11]))
        self.assertContains(response, "Cerro Alto")
