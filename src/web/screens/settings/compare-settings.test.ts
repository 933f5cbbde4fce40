import { expect, it } from "vitest";
import type { SettingValue } from "../../../contract/shapes/facts.ts";
import { pairSettings } from "./compare-settings.ts";

const setting = (name: string, value: unknown, line = 1, certainty: SettingValue["certainty"] = "certain"): SettingValue => ({
  name,
  value,
  origin: [{ file: "settings.py", line }],
  certainty,
});
const differing = (own: readonly SettingValue[], other: readonly SettingValue[]): readonly string[] =>
  pairSettings(own, other)
    .filter(({ differs }) => differs)
    .map(({ name }) => name);

it("settings differ by their values, not by where they are written", () => {
  expect(differing([setting("DEBUG", true), setting("USE_TZ", true)], [setting("USE_TZ", true, 9), setting("DEBUG", false)])).toEqual([
    "DEBUG",
  ]);
  expect(differing([setting("DATABASES", { default: 1 })], [setting("DATABASES", { default: 1 })])).toEqual([]);
});

it("a setting of one module alone differs", () => {
  expect(differing([setting("A", 1)], [setting("B", null)])).toEqual(["A", "B"]);
});

it("what is not known, or masked, is the same only when it is made in the same place", () => {
  expect(differing([setting("SECRET_KEY", "•••")], [setting("SECRET_KEY", "•••")])).toEqual([]);
  expect(differing([setting("SECRET_KEY", "•••")], [setting("SECRET_KEY", "•••", 2)])).toEqual(["SECRET_KEY"]);
  expect(differing([setting("X", null, 1, "unknown")], [setting("X", null, 1)])).toEqual(["X"]);
  expect(differing([setting("X", null, 1, "unknown")], [setting("X", null, 1, "unknown")])).toEqual([]);
});
