import { describe, expect, it } from "vitest";
import { allowsVersion, namesMajor } from "./version-specification.ts";

describe("a requirement", () => {
  it.each([
    ["", "2.3.0", true],
    ["==2.3.*", "2.3.1", true],
    ["==2.3.*", "2.4.0", false],
    ["==1.0", "1.0.0", true],
    ["==1.0", "1.0.1", false],
    ["~=1.4.2", "1.4.9", true],
    ["~=1.4.2", "1.5.0", false],
    [">=4.2, <5.1", "5.0.14", true],
    [">=4.2, <5.1", "5.1", false],
    ["(>=5.2.16,<5.3.0)", "5.2.16", true],
    ["!=1.2.*", "1.2.5", false],
    ["^1.4", "1.9", true],
    ["^1.4", "2.0", false],
    ["^0.4.1", "0.5.0", false],
    ["~2.1", "2.1.8", true],
    ["~2.1", "2.2", false],
    ["*", "9", true],
  ])("%s and the release %s: %s", (specification, version, expected) => {
    expect(allowsVersion(specification, version)).toBe(expected);
  });
});

describe("a requirement of the same major version", () => {
  it.each([
    ["==3.15.2", "3.17.0", true],
    [">=2,<3", "3.0", true],
    ["==3.1.*", "4.2.0", false],
    ["==0.63", "0.65", false],
    ["==0.63.1", "0.63.6", true],
  ])("%s and %s: %s", (specification, version, expected) => {
    expect(namesMajor(specification, version)).toBe(expected);
  });
});
