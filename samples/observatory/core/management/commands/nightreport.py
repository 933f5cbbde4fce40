from django.core.management.base import BaseCommand
from django.db.models import Count

from observations.models import Night


class Command(BaseCommand):
    help = "Prints how many observations each night had."

    def add_arguments(self, parser):
        parser.add_argument("--last", type=int, default=7, help="How many nights to show.")

    def handle(self, *args, **options):
        nights = Night.objects.annotate(total=Count("observations")).order_by("-date")
        for night in nights[: options["last"]]:
            self.stdout.write(f"{night.date}  {night.site}  {night.total:>3} observations")
