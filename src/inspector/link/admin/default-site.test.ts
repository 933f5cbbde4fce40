import { describe, expect, it } from "vitest";
import { aScannedProject } from "../../a-scanned-project.ts";

const site = `from django.contrib import admin

class Desk(admin.AdminSite):
    def login(self, request, extra_context=None): ...

SITE = Desk()
`;

const scanned = (files: Readonly<Record<string, string>>, admin = "django.contrib.admin") =>
  aScannedProject({
    "config/settings.py": `INSTALLED_APPS = ["${admin}", "bakery"]\nROOT_URLCONF = "config.urls"\n`,
    "config/urls.py": "from django.contrib import admin\nfrom django.urls import path\nurlpatterns = [path('desk/', admin.site.urls)]\n",
    "config/site.py": site,
    "bakery/models.py": "from django.db import models\nclass Loaf(models.Model): ...\n",
    "bakery/admin.py":
      "from django.contrib import admin\nfrom .models import Loaf\n@admin.register(Loaf)\nclass LoafAdmin(admin.ModelAdmin): ...\n",
    ...files,
  });

const shown = ({ admin, urls }: ReturnType<typeof scanned>) => ({
  admin,
  login: urls.find(({ route }) => route === "desk/login/")?.view,
  loaves: urls.some(({ route }) => route === "desk/bakery/loaf/"),
});

describe("the default site of the admin", () => {
  const own = { admin: ["bakery.Loaf"], login: "config.site.Desk.login", loaves: true };

  it("is what code puts in its place", () => {
    const placed =
      "from django.apps import AppConfig\nfrom django.contrib import admin\nfrom django.contrib.admin import sites\nfrom config.site import SITE\nadmin.site = sites.site = SITE\nclass Bakery(AppConfig):\n    name = 'bakery'\n";
    expect(shown(scanned({ "bakery/apps.py": placed }))).toEqual(own);
  });

  it("is of the class that the configuration of the admin names", () => {
    const config =
      "from django.contrib.admin.apps import AdminConfig\nclass DeskConfig(AdminConfig):\n    default_site = 'config.site.Desk'\n";
    expect(shown(scanned({ "config/apps.py": config }, "config.apps.DeskConfig"))).toEqual(own);
  });

  it("is Django's else", () => {
    expect(shown(scanned({}))).toEqual({ ...own, login: "django.contrib.admin.sites.AdminSite.login" });
  });
});
