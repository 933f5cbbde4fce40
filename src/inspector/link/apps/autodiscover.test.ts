import { expect, it } from "vitest";
import { aScannedProject } from "../../a-scanned-project.ts";

it("has what an app's ready() lets the modules of all apps register", () => {
  const facts = aScannedProject({
    "config/settings.py": 'INSTALLED_APPS = ["ovens.apps.OvensConfig", "bakery"]\nROOT_URLCONF = "config.urls"\n',
    "config/urls.py": "from ovens.plugins import urlpatterns\n",
    "ovens/__init__.py": "",
    "ovens/apps.py":
      "from django.apps import AppConfig\nfrom django.utils.module_loading import autodiscover_modules\n\nclass OvensConfig(AppConfig):\n    name = 'ovens'\n    def ready(self):\n        autodiscover_modules('oven_plugin')\n",
    "ovens/plugins.py": "urlpatterns = []\n",
    "bakery/__init__.py": "",
    "bakery/oven_plugin.py":
      "from django.urls import path\nfrom ovens.plugins import urlpatterns\n\nurlpatterns.append(path('loaves/', lambda request: None, name='loaves'))\n",
  });
  expect(facts.urls.map(({ route, name }) => [route, name])).toEqual([["loaves/", "loaves"]]);
});
