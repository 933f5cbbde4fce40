import { describe, expect, it } from "vitest";
import { isLocalPath, parseArguments, parseLink } from "./open-request.ts";
import { requestsOf } from "./settings.ts";

describe("a djdesk:// link", () => {
  it.each([
    ["djdesk://open?path=%2Fhome%2Fines%2Fshop", { kind: "folder", path: "/home/ines/shop", fromLink: true }],
    ["DJDESK://open/?path=/home/ines/a%20b", { kind: "folder", path: "/home/ines/a b", fromLink: true }],
    ["djdesk://w/shop", { kind: "view", address: "/w/shop" }],
    ["djdesk://w/shop/models?model=shop.Order#fields", { kind: "view", address: "/w/shop/models?model=shop.Order#fields" }],
    ["djdesk:///w/shop/tasks/12", { kind: "view", address: "/w/shop/tasks/12" }],
    ["djdesk://docs/cli/", { kind: "view", address: "/docs/cli/" }],
    ["djdesk://", { kind: "view", address: "/" }],
  ])("%s is understood", (link, request) => {
    expect(parseLink(link)).toEqual(request);
  });
  it.each(["djdesk://w/../../api/x", "djdesk://w/shop/../../api/x", "djdesk://w/%2e%2e/api/x"])("%s stays below the views", (link) => {
    expect(parseLink(link)).toEqual({ kind: "view", address: "/w/api/x" });
  });
  it.each([
    "djdesk://open",
    "djdesk://open?path=shop",
    "djdesk://open?path=../shop",
    "djdesk://open?path=%2F%2Fhost%2Fshare",
    "djdesk://open?path=%5C%5Chost%5Cshare",
    "djdesk://open?path=%2Fhome%00%2Fshop",
    "djdesk://open/more?path=%2Fhome",
    `djdesk://open?path=%2F${"a".repeat(5000)}`,
    "djdesk://user:word@open?path=%2Fhome",
    "djdesk://api/task-runs/",
    "djdesk://w//evil.example/",
    "djdesk:////evil.example/w/shop",
    "djdesk://evil.example/w/shop",
    "djdesk://w@evil.example/shop",
    "djdesk://w\\evil.example",
    "djdesk:w/shop",
    "djdesk://open?path=%2F%5Chost%5Cshare",
    "djdesk://open:80?path=%2Fhome",
    "djdesk://open?path=%2Fhome&path=".padEnd(5000, "x"),
    "djdesk://open?path=file%3A%2F%2F%2Fhome",
    "djdesk://OPEN.evil.example?path=%2Fhome",
    "djdesk://w/a%2F..%2F..%2Fapi",
    "djdesk://w/Sh%00op",
    " djdesk://w/shop",
    "view-source:djdesk://w/shop",
    "https://127.0.0.1/w/shop",
    "javascript:alert(1)",
    "no link",
  ])("%s is refused", (link) => {
    expect(parseLink(link)).toBeNull();
  });
});

describe("the words of a command line", () => {
  it("are folders, links and the wish for the sample; switches are left alone", () => {
    const words = ["--no-sandbox", "shop", "/srv/blog", "--sample", "", "djdesk://w/shop", "djdesk://api/"];
    expect(parseArguments(words, "/home/ines")).toEqual([
      { kind: "folder", path: "/home/ines/shop", fromLink: false },
      { kind: "folder", path: "/srv/blog", fromLink: false },
      { kind: "sample" },
      { kind: "view", address: "/w/shop" },
    ]);
  });
});

describe("a word that a desktop of Linux hands over", () => {
  const folders = (word: string): readonly string[] =>
    parseArguments([word], "/home/ines").map((request) => (request.kind === "folder" ? request.path : request.kind));
  it.runIf(process.platform !== "win32").each([
    ["file:///home/ines/a%20b", ["/home/ines/a b"]],
    ["file://localhost/home/ines/shop", ["/home/ines/shop"]],
    ["file:///home/ines/%2e%2e/shop", ["/home/shop"]],
    ["file://host/share", []],
    ["file:////host/share", []],
    ["file:///home%2Fines", []],
    ["file:///home/%00", []],
    ["file:///%E0%A4%A", []],
    [`file:///${"a".repeat(5000)}`, []],
  ])("%s is a folder of this machine or nothing", (word, paths) => {
    expect(folders(word)).toEqual(paths);
  });
});

describe("what a second start hands over", () => {
  const switches = ["--no-sandbox", "--remote-debugging-port=9222", "--gpu-launcher=/bin/sh", "--load-extension=/tmp/x"];
  it("is read as a command line: its switches are nobody's, its links are links", () => {
    expect(requestsOf(["/opt/djdesk", ...switches, "--", "-x", "shop", "djdesk://evil.example/"], "/home/ines", true)).toEqual([
      { kind: "folder", path: "/home/ines/shop", fromLink: false },
    ]);
  });
  it("is what stands after the shell's folder in a checkout", () => {
    expect(requestsOf(["electron", "--no-sandbox", "/srv/djdesk/desktop", "--sample", "shop"], "/home/ines", false)).toEqual([
      { kind: "sample" },
      { kind: "folder", path: "/home/ines/shop", fromLink: false },
    ]);
    expect(requestsOf(["electron", "--no-sandbox"], "/home/ines", false)).toEqual([]);
  });
  it("is not without end", () => {
    expect(requestsOf(["/opt/djdesk", ...Array.from({ length: 1000 }, () => "shop")], "/home/ines", true)).toHaveLength(50);
    expect(requestsOf(["/opt/djdesk", "a".repeat(9000)], "/home/ines", true)).toEqual([]);
  });
});

it("knows paths of this machine", () => {
  expect(["/home/ines", "home", "//host/share", "\\\\host\\share", "/a\0b", ""].map(isLocalPath)).toEqual([
    true,
    false,
    false,
    false,
    false,
    false,
  ]);
});
