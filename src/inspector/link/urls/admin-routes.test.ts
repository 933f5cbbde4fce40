import { describe, expect, it } from "vitest";
import { aScannedProject } from "../../a-scanned-project.ts";
import { aRootUrlconf, readTree, routesOf } from "./a-url-tree.ts";

describe("routes of the admin", () => {
  const onSite = (djangoSeries: string | null) =>
    routesOf(aRootUrlconf('[path("desk/", admin.site.urls)]', "from django.contrib import admin\n"), { djangoSeries }).find((route) =>
      route.endsWith("[admin:view_on_site]"),
    );

  const opened = (admin: string) =>
    aScannedProject({
      "config/settings.py": 'INSTALLED_APPS = ["django.contrib.admin", "bakery"]\nROOT_URLCONF = "config.urls"\n',
      "config/urls.py": "from django.contrib import admin\nfrom django.urls import path\nurlpatterns = [path('desk/', admin.site.urls)]\n",
      "bakery/models.py": "from django.db import models\nclass Loaf(models.Model): ...\n",
      "bakery/admin.py": `from django.contrib import admin\nfrom django.urls import path\nfrom .models import Loaf\n${admin}`,
    })
      .urls.filter((url) => url.route.startsWith("desk/bakery/"))
      .map((url) => `${url.route.slice(12)} [${url.name ?? ""}] ${url.view ?? "?"}`);
  const standard = opened("admin.site.register(Loaf)\n");

  it("gain what a get_urls adds, with the model that it is for", () => {
    const added = opened(`@admin.register(Loaf)
class LoafAdmin(admin.ModelAdmin):
    def get_urls(self):
        name = f"{self.model._meta.app_label}_{self.opts.model_name}_oven"
        return [path("oven/", self.admin_site.admin_view(self.oven), name=name)] + super().get_urls()
    def oven(self, request): ...
`);
    expect(standard).toHaveLength(6);
    expect(added).toEqual(["loaf/oven/ [bakery_loaf_oven] bakery.admin.LoafAdmin.oven", ...standard]);
  });

  it("gain what the admin class of a package adds, by the project's own methods where it has them", () => {
    const versions = opened(`from reversion.admin import VersionAdmin
@admin.register(Loaf)
class LoafAdmin(VersionAdmin):
    def recover_view(self, request, version_id): ...
`);
    expect(versions).toHaveLength(9);
    expect(versions).toEqual(
      expect.arrayContaining([
        "loaf/^recover/$ [bakery_loaf_recoverlist] reversion.admin.VersionAdmin.recoverlist_view",
        "loaf/^recover/(\\d+)/$ [bakery_loaf_recover] bakery.admin.LoafAdmin.recover_view",
        "loaf/add/ [bakery_loaf_add] reversion.admin.VersionAdmin.add_view",
      ]),
    );
  });

  it("answer by the project's own method where it has one in the place of that of users", () => {
    const users = opened(`from django.contrib.auth.admin import UserAdmin
@admin.register(Loaf)
class LoafAdmin(UserAdmin):
    def user_change_password(self, request, id, form_url=""): ...
`);
    expect(users).toContain("loaf/<id>/password/ [auth_user_password_change] bakery.admin.LoafAdmin.user_change_password");
  });

  it("are only those of a get_urls that leaves the standard ones out", () => {
    const own = opened(`@admin.register(Loaf)
class LoafAdmin(admin.ModelAdmin):
    def get_urls(self):
        return [path("", self.changelist_view, name="loaves")]
`);
    expect(own).toEqual(["loaf/ [loaves] django.contrib.admin.options.ModelAdmin.changelist_view"]);
  });

  it("list no apps when a registration is not known", () => {
    const lists = (admin: string) =>
      aScannedProject({
        "config/settings.py": 'INSTALLED_APPS = ["django.contrib.admin", "bakery"]\nROOT_URLCONF = "config.urls"\n',
        "config/urls.py":
          "from django.contrib import admin\nfrom django.urls import path\nurlpatterns = [path('desk/', admin.site.urls)]\n",
        "bakery/models.py": "from django.db import models\nclass Loaf(models.Model): ...\n",
        "bakery/admin.py": `import os\nfrom django.contrib import admin\nfrom .models import Loaf\nadmin.site.register(Loaf)\n${admin}`,
      }).urls.filter((url) => url.name === "app_list").length;
    expect(lists("")).toBe(1);
    expect(lists("if os.getpid() > 9:\n    admin.site.unregister(Loaf)\n    admin.site.register(Loaf)\n")).toBe(0);
    expect(lists("class Oven:\n    class _meta:\n        app_label = 'ovens'\nadmin.site.register([Oven])\n")).toBe(0);
  });

  it("list no apps when it is not known which is registered first", () => {
    const register = "from django.contrib import admin\nfrom .models import Loaf\nSHOWN = admin.site.register(Loaf)\n";
    const lists = (admin: string) =>
      aScannedProject({
        "config/settings.py":
          'INSTALLED_APPS = ["django.contrib.admin", "django.contrib.auth", "django.contrib.contenttypes", "bakery"]\nROOT_URLCONF = "config.urls"\n',
        "config/urls.py":
          "from django.contrib import admin\nfrom django.urls import path\nurlpatterns = [path('desk/', admin.site.urls)]\n",
        "bakery/models.py": "from django.db import models\nclass Loaf(models.Model): ...\n",
        "bakery/__init__.py": "",
        "bakery/admin.py": admin,
        "bakery/desk.py": register,
      }).urls.flatMap(({ name, route }) => (name === "app_list" ? [route] : []));
    expect(lists("from .desk import SHOWN\nprint(SHOWN)\n")).toEqual([]);
    expect(lists(register)).toEqual(["desk/^(?P<app_label>auth|bakery)/$"]);
  });

  it("name what was put in the place of a method of the site", () => {
    const before = "from django.contrib import admin\nclass Door(View): ...\nadmin.site.login = Door.as_view()\n";
    const login = readTree(aRootUrlconf('[path("desk/", admin.site.urls)]', before)).facts.find((url) => url.name === "login");
    expect(login?.view).toBe("urls.Door");
  });

  it("are those of the project's Django", () => {
    expect(onSite("5.1")).toBe("desk/r/<int:content_type_id>/<path:object_id>/ [admin:view_on_site]");
    expect(onSite("5.2")).toBe("desk/r/<path:content_type_id>/<path:object_id>/ [admin:view_on_site]");
  });
});
