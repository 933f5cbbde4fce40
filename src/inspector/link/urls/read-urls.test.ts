import { describe, expect, it } from "vitest";
import { aScannedProject } from "../../a-scanned-project.ts";
import { aRootUrlconf, readTree, routesOf, urlImports } from "./a-url-tree.ts";

describe("routes", () => {
  it("are those of path and re_path, by position or by name", () => {
    expect(
      routesOf(
        aRootUrlconf(
          '[path("a/", View.as_view(), name="a"), re_path(route=r"^b/$", view=View.as_view(), name="b"), path("c/", View.as_view(), {}, "c")]',
        ),
      ),
    ).toEqual(["a/ [a]", "^b/$ [b]", "c/ [c]"]);
  });

  it("carry what stands before them, with namespaces", () => {
    const contents = {
      ...aRootUrlconf(
        '[path("shop/", include("shop.urls", namespace="store")), path("plain/", include("shop.urls")), path("list/", include([path("x/", View.as_view(), name="x")])), path("pair/", include(([path("y/", View.as_view(), name="y")], "app")))]',
      ),
      "shop/__init__.py": "",
      "shop/urls.py": `${urlImports}app_name = "shop"\nurlpatterns = [path("till/", View.as_view(), name="till")]\n`,
    };
    expect(routesOf(contents)).toEqual(["shop/till/ [store:till]", "plain/till/ [shop:till]", "list/x/ [x]", "pair/y/ [app:y]"]);
  });

  it("are added one list after the other", () => {
    const { facts, problems } = readTree({
      "urls.py": `${urlImports}urlpatterns = [path("a/", View.as_view(), name="a")]\nif True:\n    urlpatterns += [path("b/", View.as_view(), name="b")]\nurlpatterns = [path("pre/", View.as_view(), name="pre")] + urlpatterns\n`,
    });
    expect(facts.map((url) => url.name)).toEqual(["pre", "a", "b"]);
    expect(problems).toEqual([]);
  });

  it("under a test that cannot be decided are left out, and that is said", () => {
    const { facts, problems } = readTree({
      "urls.py": `${urlImports}from elsewhere import ready\nurlpatterns = [path("a/", View.as_view(), name="a")]\nif ready():\n    urlpatterns += [path("b/", View.as_view(), name="b")]\n`,
    });
    expect(facts.map((url) => url.name)).toEqual(["a"]);
    expect(problems).toMatchObject([{ code: "unresolved-urls" }]);
  });

  it("are those that every possible list holds, where what comes before or after them is not known", () => {
    const { facts, problems } = readTree({
      "urls.py": `${urlImports}from elsewhere import apps, first\ndef of(apps):\n    if not apps:\n        return []\n    return [path(app.prefix, include(app.urls)) for app in apps]\nurlpatterns = [path("a/", View.as_view(), name="a")]\nif first:\n    urlpatterns = first + urlpatterns\nmore = of(apps)\nif more:\n    urlpatterns = more + urlpatterns\nurlpatterns = urlpatterns + [path("b/", View.as_view(), name="b")]\n`,
    });
    expect(facts.map((url) => url.name)).toEqual(["a", "b"]);
    expect(problems).toMatchObject([{ code: "unresolved-urls", message: expect.stringMatching(/^There may be more/) }]);
  });

  it("of a package that nothing requires are not included where its absence is expected", () => {
    const attempt = (requires: boolean) =>
      readTree(
        {
          "urls.py": `${urlImports}urlpatterns = []\ntry:\n    urlpatterns += [path("silk/", include("silk.urls"))]\nexcept ImportError:\n    pass\n`,
        },
        { declared: new Set(["django", ...(requires ? ["silk"] : [])]) },
      ).facts.length;
    expect(attempt(false)).toBe(0);
    expect(attempt(true)).toBeGreaterThan(10);
  });

  it("of an API object that is not here are reported", () => {
    const { facts, problems } = readTree(aRootUrlconf('[path("api/", api.urls)]', "from elsewhere import api\n"));
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
    expect(routesOf(aRootUrlconf(`i18n_patterns(${pattern})`, before))).toEqual(["en/a/ [a]"]);
    expect(routesOf(aRootUrlconf(`[] + i18n_patterns(${pattern}, prefix_default_language=False)`, before))).toEqual(["a/ [a]"]);
    expect(routesOf(aRootUrlconf(`i18n_patterns(${pattern})`, before), { useI18n: false })).toEqual(["a/ [a]"]);
  });

  it("can be added to what i18n_patterns gave", () => {
    const contents = `from django.conf.urls.i18n import i18n_patterns\n${urlImports}urlpatterns = [path("a/", View.as_view(), name="a")]
urlpatterns = i18n_patterns(*urlpatterns)
urlpatterns.append(path("b/", View.as_view(), name="b"))
`;
    expect(routesOf({ "urls.py": contents })).toEqual(["en/a/ [a]", "b/ [b]"]);
  });

  it("of static files are there while DEBUG is on", () => {
    const before = "from django.conf.urls.static import static\n";
    expect(routesOf(aRootUrlconf('static("/media files/", document_root="x")', before))).toEqual(["^media\\ files/(?P<path>.*)$ []"]);
    expect(routesOf(aRootUrlconf('static("/media/", document_root="x")', before), { debug: false })).toEqual([]);
    expect(routesOf(aRootUrlconf('static("https://cdn.example/media/")', before))).toEqual([]);
  });

  it("made by hand from a URLPattern are read", () => {
    const before = "from django.urls import URLPattern\nfrom django.urls.resolvers import RoutePattern\n";
    expect(
      routesOf(aRootUrlconf('[URLPattern(RoutePattern("a/<int:pk>/", name="a", is_endpoint=True), View.as_view(), {}, "a")]', before)),
    ).toEqual(["a/<int:pk>/ [a]"]);
  });

  it("name what they capture", () => {
    const [first, second] = readTree(
      aRootUrlconf('[path("<int:pk>/<slug:name>/<x>/", View.as_view()), re_path(r"^(?P<year>\\d+)/$", View.as_view())]'),
    ).facts;
    expect(first?.converters).toEqual({ pk: "IntConverter", name: "SlugConverter", x: "StringConverter" });
    expect(second?.converters).toEqual({ year: "regex" });
  });
});
