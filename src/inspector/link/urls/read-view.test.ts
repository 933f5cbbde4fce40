import { describe, expect, it } from "vitest";
import { aRootUrlconf, readTree } from "./a-url-tree.ts";

describe("views", () => {
  const view = (patterns: string, before = "") => readTree(aRootUrlconf(`[path("a/", ${patterns}, name="a")]`, before)).facts[0];

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
    const { facts } = readTree(aRootUrlconf('guard_all(guard_all([path("a/", Page.as_view(), name="a")]))', before));
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

  it("are named through wraps() and update_wrapper() that are called by hand", () => {
    const before = `
from functools import update_wrapper, wraps
def limit(f):
    def inner(*args): return f(*args)
    return wraps(f)(inner)
def guard(f):
    def inner(*args): return f(*args)
    update_wrapper(inner, f)
    return inner
@limit
def limited(request): ...
@guard
def guarded(request): ...
`;
    expect([view("limited", before)?.view, view("guarded", before)?.view]).toEqual(["urls.limited", "urls.guarded"]);
  });

  it("of api_view are the class that it makes", () => {
    expect(
      view("ping", "from rest_framework.decorators import api_view\n@api_view(['GET', 'POST'])\ndef ping(request): ...\n"),
    ).toMatchObject({ view: "urls.WrappedAPIView", methods: ["GET", "POST"] });
  });
});
