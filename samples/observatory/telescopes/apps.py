from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TelescopesConfig(AppConfig):
    name = "telescopes"
    verbose_name = _("Telescopes and instruments")
