import { describe, expect, it } from "vitest";
import { aScannedProject } from "../../a-scanned-project.ts";
import { anEvaluator } from "../../evaluate/a-project.ts";
import { readUrls } from "./read-urls.ts";
import type { UrlSettings } from "./url-context.ts";

const settings: UrlSettings = { debug: true, languageCode: "en", useI18n: true, staticUrl: "/static/", djangoSeries: null };
const none = { sites: [{ instance: null, isDefault: true, registrations: [] }], unreadApps: [], problems: [] };
const read = (contents: Record<string, string>, over: Partial<UrlSettings> = {}) =>
  readUrls({
    evaluator: anEvaluator(contents),
    rootUrlconf: "urls",
    settings: { ...settings, ...over },
    admin: none,
    classOf: () => null,
    isRead: () => true,
    showPath: (path) => path.replace("/project/", ""),
  });
const routes = (contents: Record<string, string>, over: Partial<UrlSettings> = {}) =>
  read(contents, over).facts.map((url) => `${url.route} [${url.full_name ?? ""}]`);
const imports = "from django.urls import include, path, re_path\nfrom django.views.generic import View\n";
const root = (patterns: string, before = "") => ({ "urls.py": `${imports}${before}\nurlpatterns = ${patterns}\n` });

describe("routes", () => {
  it("are those of path and re_path, by position or by name", () => {
    expect(
      routes(
        root(
          '[path("a/", View.as_view(), name="a"), re_path(route=r"^b/$", view=View.as_view(), name="b"), path("c/", View.as_view(), {}, "c")]',
        ),
      ),
    ).toEqual(["a/ [a]", "^b/$ [b]", "c/ [c]"]);
  });

  it("carry what stands before them, with namespaces", () => {
    const contents = {
      ...root(
        '[path("shop/", include("shop.urls", namespace="store")), path("plain/", include("shop.urls")), path("list/", include([path("x/", View.as_view(), name="x")])), path("pair/", include(([path("y/", View.as_view(), name="y")], "app")))]',
      ),
      "shop/__init__.py": "",
      "shop/urls.py": `${imports}app_name = "shop"\nurlpatterns = [path("till/", View.as_view(), name="till")]\n`,
    };
    expect(routes(contents)).toEqual(["shop/till/ [store:till]", "plain/till/ [shop:till]", "list/x/ [x]", "pair/y/ [app:y]"]);
  });

  it("are added one list after the other", () => {
    const { facts, problems } = read({
      "urls.py": `${imports}urlpatterns = [path("a/", View.as_view(), name="a")]\nif True:\n    urlpatterns += [path("b/", View.as_view(), name="b")]\nurlpatterns = [path("pre/", View.as_view(), name="pre")] + urlpatterns\n`,
    });
    expect(facts.map((url) => url.name)).toEqual(["pre", "a", "b"]);
    expect(problems).toEqual([]);
  });

  it("under a test that cannot be decided are left out, and that is said", () => {
    const { facts, problems } = read({
      "urls.py": `${imports}from elsewhere import ready\nurlpatterns = [path("a/", View.as_view(), name="a")]\nif ready():\n    urlpatterns += [path("b/", View.as_view(), name="b")]\n`,
    });
    expect(facts.map((url) => url.name)).toEqual(["a"]);
    expect(problems).toMatchObject([{ code: "unresolved-urls" }]);
  });

  it("of a package that nothing requires are not included where its absence is expected", () => {
    const attempt = (requires: boolean) =>
      readUrls({
        evaluator: anEvaluator(
          {
            "urls.py": `${imports}urlpatterns = []\ntry:\n    urlpatterns += [path("silk/", include("silk.urls"))]\nexcept ImportError:\n    pass\n`,
          },
          { declared: new Set(["django", ...(requires ? ["silk"] : [])]) },
        ),
        rootUrlconf: "urls",
        settings,
        admin: none,
        classOf: () => null,
        isRead: () => true,
        showPath: (path) => path,
      }).facts.length;
    expect(attempt(false)).toBe(0);
    expect(attempt(true)).toBeGreaterThan(10);
  });

  it("of an API object that is not here are reported", () => {
    const { facts, problems } = read(root('[path("api/", api.urls)]', "from elsewhere import api\n"));
    expect(facts).toEqual([]);
    expect(problems).toMatchObject([{ code: "urls-not-here" }]);
  });

  it("of a package are not known where the project requires a release that is not described", () => {
    const included = (requirement: string) => {
      const facts = aScannedProject({
        "requirements.txt": requirement,
        "config/settings.py": 'INSTALLED_APPS = []\nROOT_URLCONF = "config.urls"\n',
        "config/urls.py": "from django.urls import include, path\nurlpatterns = [path('jobs/', include('django_rq.urls'))]\n",
      });
      return [facts.urls.length > 0, facts.unread.map(({ code }) => code)];
    };
    expect(included("django-rq\n")).toEqual([true, []]);
    expect(included("django-rq==1.0\n")).toEqual([false, ["urls-not-here"]]);
  });

  it("take the language before them, but for a default that goes without", () => {
    const before = "from django.conf.urls.i18n import i18n_patterns\n";
    const pattern = 'path("a/", View.as_view(), name="a")';
    expect(routes(root(`i18n_patterns(${pattern})`, before))).toEqual(["en/a/ [a]"]);
    expect(routes(root(`[] + i18n_patterns(${pattern}, prefix_default_language=False)`, before))).toEqual(["a/ [a]"]);
    expect(routes(root(`i18n_patterns(${pattern})`, before), { useI18n: false })).toEqual(["a/ [a]"]);
  });

  it("can be added to what i18n_patterns gave", () => {
    const contents = `from django.conf.urls.i18n import i18n_patterns\n${imports}urlpatterns = [path("a/", View.as_view(), name="a")]
urlpatterns = i18n_patterns(*urlpatterns)
urlpatterns.append(path("b/", View.as_view(), name="b"))
`;
    expect(routes({ "urls.py": contents })).toEqual(["en/a/ [a]", "b/ [b]"]);
  });

  it("of static files are there while DEBUG is on", () => {
    const before = "from django.conf.urls.static import static\n";
    expect(routes(root('static("/media files/", document_root="x")', before))).toEqual(["^media\\ files/(?P<path>.*)$ []"]);
    expect(routes(root('static("/media/", document_root="x")', before), { debug: false })).toEqual([]);
    expect(routes(root('static("https://cdn.example/media/")', before))).toEqual([]);
  });

  it("made by hand from a URLPattern are read", () => {
    const before = "from django.urls import URLPattern\nfrom django.urls.resolvers import RoutePattern\n";
    expect(routes(root('[URLPattern(RoutePattern("a/<int:pk>/", name="a", is_endpoint=True), View.as_view(), {}, "a")]', before))).toEqual([
      "a/<int:pk>/ [a]",
    ]);
  });

  it("name what they capture", () => {
    const [first, second] = read(
      root('[path("<int:pk>/<slug:name>/<x>/", View.as_view()), re_path(r"^(?P<year>\\d+)/$", View.as_view())]'),
    ).facts;
    expect(first?.converters).toEqual({ pk: "IntConverter", name: "SlugConverter", x: "StringConverter" });
    expect(second?.converters).toEqual({ year: "regex" });
  });
});

describe("routes of the admin", () => {
  const onSite = (djangoSeries: string | null) =>
    routes(root('[path("desk/", admin.site.urls)]', "from django.contrib import admin\n"), { djangoSeries }).find((route) =>
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

  it("are only those of a get_urls that leaves the standard ones out", () => {
    const own = opened(`@admin.register(Loaf)
class LoafAdmin(admin.ModelAdmin):
    def get_urls(self):
        return [path("", self.changelist_view, name="loaves")]
`);
    expect(own).toEqual(["loaf/ [loaves] django.contrib.admin.options.ModelAdmin.changelist_view"]);
  });

  it("name what was put in the place of a method of the site", () => {
    const before = "from django.contrib import admin\nclass Door(View): ...\nadmin.site.login = Door.as_view()\n";
    const login = read(root('[path("desk/", admin.site.urls)]', before)).facts.find((url) => url.name === "login");
    expect(login?.view).toBe("urls.Door");
  });

  it("are those of the project's Django", () => {
    expect(onSite("5.1")).toBe("desk/r/<int:content_type_id>/<path:object_id>/ [admin:view_on_site]");
    expect(onSite("5.2")).toBe("desk/r/<path:content_type_id>/<path:object_id>/ [admin:view_on_site]");
  });
});

describe("views", () => {
  const view = (patterns: string, before = "") => read(root(`[path("a/", ${patterns}, name="a")]`, before)).facts[0];

  it("are named through as_view, partial and wrappers that keep the name", () => {
    const before = `
from functools import partial, wraps
from django.contrib.auth.decorators import login_required, permission_required
class Page(View):
    def get(self, request): ...
def keep(f):
    @wraps(f)
    def inner(*args): return f(*args)
    return inner
def lose(f):
    def inner(*args): return f(*args)
    return inner
@keep
def kept(request): ...
@lose
def lost(request): ...
def plain(request): ...
`;
    expect(view("Page.as_view()", before)).toMatchObject({ view: "urls.Page", methods: ["GET"] });
    expect(view("kept", before)?.view).toBe("urls.kept");
    expect(view("lost", before)?.view).toBe("urls.lose.<locals>.inner");
    expect(view("partial(plain, 1)", before)?.view).toBe("urls.plain");
    expect(view("login_required(plain)", before)).toMatchObject({ view: "urls.plain", requires: ["login"] });
    expect(view('permission_required("shop.view")(plain)', before)).toMatchObject({
      view: "urls.plain",
      requires: ["permission:shop.view"],
    });
    expect(view("lambda request: 1", before)?.view).toBe("urls.<lambda>");
  });

  it("that are objects lose their name to a wrapper, and keep their module", () => {
    const before = `
from functools import wraps
from django.contrib.auth.decorators import login_required
class Feed:
    def __call__(self, request): ...
def members(f):
    @wraps(f)
    def inner(*args): return f(*args)
    return inner
`;
    expect(view("Feed()", before)?.view).toBe("urls.Feed");
    expect(view("members(Feed())", before)?.view).toBe("urls.members.<locals>.inner");
    expect(view("login_required(Feed())", before)?.view).toBeNull();
  });

  it("keep their names through a decorator that is put around all of a list", () => {
    const before = `
from functools import update_wrapper
class Page(View): ...
def guard(f):
    def guarded(request): ...
    return guarded
def guard_all(patterns):
    for pattern in patterns:
        if getattr(pattern, "callback", None):
            pattern.callback = update_wrapper(guard(pattern.callback), pattern.callback)
    return patterns
`;
    const { facts } = read(root('guard_all(guard_all([path("a/", Page.as_view(), name="a")]))', before));
    expect(facts.map((url) => url.view)).toEqual(["urls.Page"]);
  });

  it("are named by the view_class that is set on them", () => {
    const before = `
class Page(View):
    @classmethod
    def as_view(cls, action):
        def view(request): ...
        view.view_class = cls
        return view
class Shelf(Page): ...
`;
    expect(view('Shelf.as_view("list")', before)?.view).toBe("urls.Shelf");
  });

  it("are named by the view_class that a wrapper copies", () => {
    const before = `
class Page(View): ...
def wrapper(f):
    def inner(request): ...
    for name in dir(f):
        if not name.startswith("__"):
            setattr(inner, name, getattr(f, name))
    return inner
`;
    expect(view("wrapper(Page.as_view())", before)?.view).toBe("urls.Page");
  });

  it("of api_view are the class that it makes", () => {
    expect(
      view("ping", "from rest_framework.decorators import api_view\n@api_view(['GET', 'POST'])\ndef ping(request): ...\n"),
    ).toMatchObject({ view: "urls.WrappedAPIView", methods: ["GET", "POST"] });
  });
});

describe("routers", () => {
  const before = (registration: string, router = "DefaultRouter()", body = "    queryset = None\n") => `
from rest_framework.routers import DefaultRouter, SimpleRouter
from rest_framework import viewsets
from rest_framework.decorators import action
class LoafViewSet(viewsets.ModelViewSet):
${body}
router = ${router}
${registration}
`;
  const simple = (registration: string, body?: string) => routes(root("router.urls", before(registration, "SimpleRouter()", body)));

  it("make list, detail and extra routes", () => {
    const body = `    @action(detail=True)
    def bake(self, request, pk=None): ...
    @action(detail=False, url_path="by-day/(?P<day>[0-9]+)", url_name="daily")
    def by_day(self, request, day): ...
`;
    expect(simple('router.register("loaves", LoafViewSet, basename="loaf")', body)).toEqual([
      "^loaves/$ [loaf-list]",
      "^loaves/by-day/(?P<day>[0-9]+)/$ [loaf-daily]",
      "^loaves/(?P<pk>[^/.]+)/$ [loaf-detail]",
      "^loaves/(?P<pk>[^/.]+)/bake/$ [loaf-bake]",
    ]);
  });

  it("are named by the model of the queryset, whatever class its manager is of", () => {
    const contents = {
      "urls.py": `${imports}from rest_framework import routers, viewsets
from shelves import Loaf
class LoafViewSet(viewsets.ReadOnlyModelViewSet):
    queryset = Loaf.objects.filter(stale=False)
router = routers.SimpleRouter()
router.register("loaves", LoafViewSet)
urlpatterns = router.urls
`,
      "shelves.py": `from django.db import models
class BakeryManager(models.Manager): ...
class Loaf(models.Model):
    objects = BakeryManager.from_queryset(models.QuerySet)()
`,
    };
    expect(routes(contents)).toEqual(["^loaves/$ [loaf-list]", "^loaves/(?P<pk>[^/.]+)/$ [loaf-detail]"]);
  });

  it("leave out the actions of a class that chooses among its own", () => {
    const mixin = `class Baking:
    @classmethod
    def get_extra_actions(cls):
        return [each for each in super().get_extra_actions() if cls.hot]
    @action(detail=True)
    def bake(self, request, pk=None): ...
class Slicing:
    @action(detail=True)
    def slice(self, request, pk=None): ...
class Oven(Slicing, Baking, viewsets.ViewSet): ...
`;
    const { facts, problems } = read(
      root(
        "router.urls",
        before("", "SimpleRouter()").replace("router =", `${mixin}router =`).concat('router.register("ovens", Oven, "oven")'),
      ),
    );
    expect(facts.map((url) => url.name)).toEqual(["oven-slice"]);
    expect(problems).toMatchObject([{ code: "unresolved-urls" }]);
  });

  it("are those that a register of the project's own puts into the registry", () => {
    const own = `class Own(SimpleRouter):
    def register(self, prefix, viewset, basename=None):
        if basename is None:
            basename = self.get_default_basename(viewset)
        self.registry.append((prefix, viewset, basename))
class Loaf: ...
`;
    const registered = before('router.register("loaves", LoafViewSet)', "Own()", "    queryset = Loaf.objects.all()\n").replace(
      "class LoafViewSet",
      `${own}class LoafViewSet`,
    );
    expect(routes(root("router.urls", registered))).toEqual(["^loaves/$ [loaf-list]", "^loaves/(?P<pk>[^/.]+)/$ [loaf-detail]"]);
  });

  it("look up as the viewset says", () => {
    expect(
      simple('router.register("loaves", LoafViewSet, "loaf")', '    lookup_field = "slug"\n    lookup_value_regex = "[a-z]+"\n')[1],
    ).toBe("^loaves/(?P<slug>[a-z]+)/$ [loaf-detail]");
  });

  it("add a root view and format suffixes by default", () => {
    expect(routes(root("router.urls", before('router.register("loaves", LoafViewSet, "loaf")')))).toEqual([
      "^loaves/$ [loaf-list]",
      "^loaves\\.(?P<format>[a-z0-9]+)/?$ [loaf-list]",
      "^loaves/(?P<pk>[^/.]+)/$ [loaf-detail]",
      "^loaves/(?P<pk>[^/.]+)\\.(?P<format>[a-z0-9]+)/?$ [loaf-detail]",
      " [api-root]",
      "<drf_format_suffix:format> [api-root]",
    ]);
  });

  it("can go without the trailing slash and take over another's registrations", () => {
    const registration = 'other = SimpleRouter()\nother.register("loaves", LoafViewSet, "loaf")\nrouter.registry.extend(other.registry)';
    expect(routes(root("router.urls", before(registration, "SimpleRouter(trailing_slash=False)")))).toEqual([
      "^loaves$ [loaf-list]",
      "^loaves/(?P<pk>[^/.]+)$ [loaf-detail]",
    ]);
  });

  it("that make routes by code of their own are reported, not guessed", () => {
    const own = "class Own(SimpleRouter):\n    def get_urls(self):\n        return compute()\n";
    const { facts, problems } = read(
      root(
        "router.urls",
        before('router.register("loaves", LoafViewSet, "loaf")', "None").replace("router = None", `${own}router = Own()`),
      ),
    );
    expect(facts).toEqual([]);
    expect(problems).toMatchObject([{ code: "unresolved-urls" }]);
  });
});
