import { describe, expect, it } from "vitest";
import { appTint } from "./app-colour.ts";
import { toEditorAddress, toEditorCommand } from "./to-editor-address.ts";
import { toDuration, toRelative } from "./to-relative.ts";

const at = (root: string, file: string, line: number | null = null) => ({ root, file, line });

describe("toEditorAddress", () => {
  it("joins the root and a relative file", () => {
    expect(toEditorAddress("vscode", at("/home/ada/shop", "orders/models.py", 12))).toBe("vscode://file/home/ada/shop/orders/models.py:12");
  });
  it("takes an absolute file as it is, with odd letters encoded", () => {
    expect(toEditorAddress("vscode", at("/x", "/srv/my shop/a#b.py"))).toBe("vscode://file/srv/my%20shop/a%23b.py");
    expect(toEditorAddress("cursor", at("C:\\shop", "orders\\models.py", 3))).toBe("cursor://file/C:/shop/orders/models.py:3");
  });
  it("spells the line as the editor wants it", () => {
    expect(toEditorAddress("pycharm", at("/x", "a&b.py", 7))).toBe("pycharm://open?file=/x/a%26b.py&line=7");
    expect(toEditorAddress("terminal", at("/x", "a.py", 7))).toBeNull();
  });
  it.each(["vscode", "pycharm", "zed"] as const)("has none in %s for installed code, whose folder is not known", (editor) => {
    expect(toEditorAddress(editor, at("/x", "site-packages:django/db/models/base.py", 1))).toBeNull();
  });
});

describe("toEditorCommand", () => {
  it("quotes the path for a shell, whatever is in it", () => {
    expect(toEditorCommand(at("/it's", "a $(b).py", 7))).toBe(String.raw`"\${EDITOR:-vi}" +7 '/it'\''s/a $(b).py'`.replace("\\$", "$"));
  });
});

describe("toRelative", () => {
  const now = Date.parse("2026-11-24T12:00:00.000Z");
  it.each([
    [2, "just now"],
    [42, "42 s ago"],
    [180, "3 min ago"],
    [7_200, "2 h ago"],
    [86_400 * 3, "3 d ago"],
    [86_400 * 30, "4 wk ago"],
    [86_400 * 120, "3 mo ago"],
    [86_400 * 800, "2 y ago"],
    [-300, "in 5 min"],
  ])("says of %i seconds before: %s", (seconds, words) => {
    expect(toRelative(now - seconds * 1000, now)).toBe(words);
  });
});

it("toDuration keeps the unit that people would say", () => {
  expect([0.42, 12.3, 125].map(toDuration)).toEqual(["0.4 s", "12 s", "2 min 5 s"]);
});

it("an app keeps its colour", () => {
  expect(appTint("orders")).toBe(appTint("orders"));
  expect(new Set(["orders", "people", "lending", "core", "users"].map(appTint)).size).toBeGreaterThan(1);
});
