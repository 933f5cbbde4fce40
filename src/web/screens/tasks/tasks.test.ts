import { describe, expect, it } from "vitest";
import type { Preset } from "../../../contract/shapes/preset.ts";
import { frameOf, judgeLine } from "./judge-line.ts";
import { spellCommand, toOptions } from "./spell-command.ts";

const shared = { help: "", required: false, choices: [], suggests: null };
const preset: Preset = {
  key: "dumpdata",
  label: "Dump data",
  description: "",
  command: "python manage.py dumpdata",
  timeout_seconds: 60,
  options: [
    { ...shared, name: "all", label: "All", kind: "flag", spelling: { as: "flag", flag: "--all" } },
    { ...shared, name: "exclude", label: "Leave out", kind: "list", spelling: { as: "option", flag: "--exclude" } },
    { ...shared, name: "pks", label: "Keys", kind: "list", spelling: { as: "joined", flag: "--pks" } },
    { ...shared, name: "labels", label: "Labels", kind: "list", spelling: { as: "positional" } },
  ],
};

describe("spellCommand", () => {
  it("spells each option as its table says, in the table's order", () => {
    const given = { labels: "shop.Order shop.Item", pks: "1, 2", exclude: "auth sessions", all: true };
    expect(spellCommand(preset, given)).toBe(
      "python manage.py dumpdata --all --exclude=auth --exclude=sessions --pks=1,2 shop.Order shop.Item",
    );
  });
  it("leaves out what was not given", () => {
    expect(spellCommand(preset, { all: false, labels: "  ", pks: "" })).toBe("python manage.py dumpdata");
    expect(toOptions(preset, { all: false, labels: "a b", pks: "" })).toEqual({ labels: ["a", "b"] });
  });
});

describe("judgeLine", () => {
  const judge = (text: string, stream: "stdout" | "stderr" | "desk" = "stdout") => judgeLine({ stream, text });
  it.each([
    ["Traceback (most recent call last):", "error"],
    ["django.core.exceptions.ImproperlyConfigured: Set SECRET_KEY", "error"],
    ["\u001B[31;1mERRORS:\u001B[0m", "error"],
    ["shop.Order: (models.E006) The property clashes", "error"],
    ["?: (security.W009) Many security-critical features will be vulnerable", "warning"],
    ["RuntimeWarning: received a naive datetime", "warning"],
    [" [X] 0003_error_pages", "plain"],
    ["No errors here", "plain"],
    ["System check identified no issues (0 silenced).", "plain"],
  ])("takes %j for %s", (text, level) => {
    expect(judge(text)).toBe(level);
  });
  it("reads the desk's own last line", () => {
    expect(judge("Command finished with exit code 0.", "desk")).toBe("plain");
    expect(judge("Command finished with exit code 1.", "desk")).toBe("error");
  });
});

it("frameOf finds the place in a traceback", () => {
  expect(frameOf('  File "/srv/shop/orders/models.py", line 12, in save')).toEqual({ file: "/srv/shop/orders/models.py", line: 12 });
  expect(frameOf("File not found")).toBeNull();
});
