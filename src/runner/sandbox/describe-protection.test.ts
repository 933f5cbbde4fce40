import { expect, it } from "vitest";
import { describeProtection } from "./describe-protection.ts";

const early = /before DJDesk's launcher starts/;

it("tells that code runs before the wall only where no Python of the system builds it", () => {
  const built = describeProtection({ kind: "landlock", abi: 7, python: "/usr/bin/python3", filtered: true }, [
    "bubblewrap is not installed",
  ]);
  const late = describeProtection({ kind: "landlock", abi: 7, python: null, filtered: false }, ["bubblewrap is not installed"]);
  expect(built.gaps.join("\n")).not.toMatch(early);
  expect(built.hint).toMatch(/^Not better because bubblewrap is not installed\. Install bubblewrap/);
  expect(late.gaps.join("\n")).toMatch(early);
  expect(late.hint).toMatch(/Install a python3 of the system/);
});
