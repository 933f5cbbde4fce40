from django.apps import AppConfig


class ObservationsConfig(AppConfig):
    name = "observations"

    def ready(self):
        from . import signals  # noqa: F401
