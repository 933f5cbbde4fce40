import { describe, expect, it } from "vitest";
import { aRootUrlconf, readTree, routesOf, urlImports } from "../a-url-tree.ts";

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
  const simple = (registration: string, body?: string) =>
    routesOf(aRootUrlconf("router.urls", before(registration, "SimpleRouter()", body)));

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
      "urls.py": `${urlImports}from rest_framework import routers, viewsets
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
    expect(routesOf(contents)).toEqual(["^loaves/$ [loaf-list]", "^loaves/(?P<pk>[^/.]+)/$ [loaf-detail]"]);
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
    const { facts, problems } = readTree(
      aRootUrlconf(
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
    expect(routesOf(aRootUrlconf("router.urls", registered))).toEqual(["^loaves/$ [loaf-list]", "^loaves/(?P<pk>[^/.]+)/$ [loaf-detail]"]);
  });

  it("look up as the viewset says", () => {
    expect(
      simple('router.register("loaves", LoafViewSet, "loaf")', '    lookup_field = "slug"\n    lookup_value_regex = "[a-z]+"\n')[1],
    ).toBe("^loaves/(?P<slug>[a-z]+)/$ [loaf-detail]");
  });

  it("add a root view and format suffixes by default", () => {
    expect(routesOf(aRootUrlconf("router.urls", before('router.register("loaves", LoafViewSet, "loaf")')))).toEqual([
      "^loaves/$ [loaf-list]",
      "^loaves\\.(?P<format>[a-z0-9]+)/?$ [loaf-list]",
      "^loaves/(?P<pk>[^/.]+)/$ [loaf-detail]",
      "^loaves/(?P<pk>[^/.]+)\\.(?P<format>[a-z0-9]+)/?$ [loaf-detail]",
      " [api-root]",
      "<drf_format_suffix:format> [api-root]",
    ]);
  });

  describe("of drf-nested-routers", () => {
    const nested = (made: string) =>
      routesOf(
        aRootUrlconf(
          "router.urls + trays.urls",
          before(`router.register("ovens", LoafViewSet, "oven")\n${made}`, "SimpleRouter()").replace(
            "rest_framework.routers",
            "rest_framework_nested.routers",
          ),
        ),
        {},
      );
    const imported = "from rest_framework_nested import routers\n";
    const trays = `${imported}trays = routers.NestedSimpleRouter(router, "ovens", lookup="oven")\ntrays.register("trays", LoafViewSet, "tray")\n`;

    it("stand below one object of the parent", () => {
      expect(nested(trays)).toEqual([
        "^ovens/$ [oven-list]",
        "^ovens/(?P<pk>[^/.]+)/$ [oven-detail]",
        "^ovens/(?P<oven_pk>[^/.]+)/trays/$ [tray-list]",
        "^ovens/(?P<oven_pk>[^/.]+)/trays/(?P<pk>[^/.]+)/$ [tray-detail]",
      ]);
    });

    it("stand below each other, with a name by their depth where none is given", () => {
      const deeper = `${trays.replaceAll("trays", "tins")}trays = routers.NestedSimpleRouter(tins, "tins")\ntrays.register("trays", LoafViewSet, "tray")\n`;
      expect(nested(deeper)[2]).toBe("^ovens/(?P<oven_pk>[^/.]+)/tins/(?P<nested_2_pk>[^/.]+)/trays/$ [tray-list]");
    });

    it("are not known below what the parent does not have", () => {
      expect(nested(trays.replace('router, "ovens"', 'router, "mills"'))).toEqual([
        "^ovens/$ [oven-list]",
        "^ovens/(?P<pk>[^/.]+)/$ [oven-detail]",
      ]);
    });
  });

  it("can go without the trailing slash and take over another's registrations", () => {
    const registration = 'other = SimpleRouter()\nother.register("loaves", LoafViewSet, "loaf")\nrouter.registry.extend(other.registry)';
    expect(routesOf(aRootUrlconf("router.urls", before(registration, "SimpleRouter(trailing_slash=False)")))).toEqual([
      "^loaves$ [loaf-list]",
      "^loaves/(?P<pk>[^/.]+)$ [loaf-detail]",
    ]);
  });

  it("that make routes by code of their own are reported, not guessed", () => {
    const own = "class Own(SimpleRouter):\n    def get_urls(self):\n        return compute()\n";
    const { facts, problems } = readTree(
      aRootUrlconf(
        "router.urls",
        before('router.register("loaves", LoafViewSet, "loaf")', "None").replace("router = None", `${own}router = Own()`),
      ),
    );
    expect(facts).toEqual([]);
    expect(problems).toMatchObject([{ code: "unresolved-urls" }]);
  });
});
