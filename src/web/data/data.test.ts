import { describe, expect, it } from "vitest";
import { csrfToken } from "./csrf-token.ts";
import { parseSearch, pick, stringifySearch, toList } from "./view-state.ts";

describe("csrfToken", () => {
  it("prefers the cookie of this port, since a Django server on the same host may have set the other", () => {
    expect(csrfToken("csrftoken=django; csrftoken_8765=ours", "8765")).toBe("ours");
    expect(csrfToken("a=b; csrftoken=plain", "8765")).toBe("plain");
    expect(csrfToken("", "8765")).toBe("");
  });
});

describe("the view state in the address", () => {
  it("is flat text that survives the way there and back", () => {
    const search = { q: "book title", app: "lending,catalogue", empty: "", gone: undefined };
    expect(stringifySearch(search)).toBe("?q=book+title&app=lending,catalogue");
    expect(parseSearch(stringifySearch(search))).toEqual({ q: "book title", app: "lending,catalogue" });
    expect(stringifySearch({})).toBe("");
  });

  it("drops what a screen does not understand", () => {
    expect(pick("q", "app")({ q: "x", app: 3, evil: "y" })).toEqual({ q: "x" });
  });

  it("reads lists without empty names", () => {
    expect(toList("a,,b")).toEqual(["a", "b"]);
    expect(toList(undefined)).toEqual([]);
  });
});
