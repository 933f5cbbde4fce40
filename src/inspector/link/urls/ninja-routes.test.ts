/** The routes are those of Django 6.1 with django-ninja 1.7. */
import { describe, expect, it } from "vitest";
import { aScannedProject } from "../../a-scanned-project.ts";

const api = `from ninja import NinjaAPI, Router
from shop.late import router as late

api = NinjaAPI(MADE)
router = Router()

@router.get("/loaves/{loaf_id}")
def get_loaf(request, loaf_id: int): ...

@router.post("/loaves/", url_name="make")
def make_loaf(request): ...

@router.delete("/loaves/{loaf_id}")
def eat_loaf(request, loaf_id: int): ...

@api.get("/add")
def add(request, a: int, b: int): ...

@api.api_operation(["PUT", "PATCH"], "/ovens/{slug:name}/{uuid:key}")
def heat(request, name: str, key: str): ...

api.add_router("/shop/", router)
api.add_router("/late/", "shop.late.router")
router.add_router("below", late)
`;

const scanned = (made: string, more = "") =>
  aScannedProject({
    "requirements.txt": "django==6.1\ndjango-ninja==1.7.1\n",
    "config/settings.py": 'INSTALLED_APPS = ["shop"]\nROOT_URLCONF = "config.urls"\n',
    "config/urls.py": "from django.urls import path\nfrom shop.api import api\nurlpatterns = [path('api/', api.urls)]\n",
    "shop/__init__.py": "",
    "shop/models.py": "",
    "shop/api.py": api.replace("MADE", made) + more,
    "shop/late.py": "from ninja import Router\nrouter = Router(tags=['late'])\n@router.patch('')\nasync def late(request): ...\n",
  });

describe("an API of django-ninja", () => {
  it("has a route for each operation, those of one path together", () => {
    expect(scanned("").urls.map(({ full_name, route, methods }) => [full_name, route, methods])).toEqual([
      ["api-1.0.0:openapi-json", "api/openapi.json", null],
      ["api-1.0.0:openapi-view", "api/docs", null],
      ["api-1.0.0:add", "api/add", ["GET"]],
      ["api-1.0.0:heat", "api/ovens/<slug:name>/<uuidstr:key>", ["PUT", "PATCH"]],
      ["api-1.0.0:get_loaf", "api/shop/loaves/<loaf_id>", ["GET"]],
      ["api-1.0.0:eat_loaf", "api/shop/loaves/<loaf_id>", ["DELETE"]],
      ["api-1.0.0:make", "api/shop/loaves/", ["POST"]],
      ["api-1.0.0:late", "api/shop/below", ["PATCH"]],
      ["api-1.0.0:late", "api/late/", ["PATCH"]],
      ["api-1.0.0:api-root", "api/", null],
    ]);
  });

  it.each([
    ["version='2'", "api-2"],
    ["urls_namespace='public:v2', docs_url=None", "v2"],
    ["openapi_url=None", "api-1.0.0"],
  ])("is named and shown as it was made: %s", (made, namespace) => {
    const names = scanned(made).urls.map(({ full_name }) => full_name);
    expect(names.at(-1)).toBe(`${namespace}:api-root`);
    expect([names.includes(`${namespace}:openapi-json`), names.includes(`${namespace}:openapi-view`)]).toEqual([
      made !== "openapi_url=None",
      made === "version='2'",
    ]);
  });

  it("says what it cannot read", () => {
    const { unread } = scanned("", "import os\n@api.get(os.environ['DOOR'])\ndef door(request): ...\n");
    expect(unread.map(({ code, message }) => [code, message])).toEqual([
      ["unresolved-urls", "Some routes of this API cannot be read: an operation is computed."],
    ]);
  });
});
