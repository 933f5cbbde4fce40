import { describe, expect, it } from "vitest";
import { anEvaluator } from "../../evaluate/a-project.ts";
import type { InstanceValue } from "../../evaluate/value.ts";
import { discoversAdmin } from "./discovers-admin.ts";

const discovers = (config: string | null, urls = ""): boolean => {
  const evaluator = anEvaluator({
    "bakery/apps.py": `from django.contrib.admin.apps import AdminConfig, SimpleAdminConfig
class Bakery(AdminConfig): ...
class Quiet(SimpleAdminConfig): ...
`,
    "urls.py": urls,
  });
  evaluator.importModule("urls");
  if (config === null) return discoversAdmin(evaluator, undefined);
  const [module = "", name = ""] = config.split(":");
  const type = evaluator.attribute(evaluator.importModule(module), name);
  if (type.kind !== "class") throw new Error(`${config} is no class`);
  const instance: InstanceValue = { kind: "instance", class: type, args: [], kwargs: new Map(), attributes: new Map() };
  return discoversAdmin(evaluator, instance);
};

describe("the admin modules of the apps", () => {
  it("are imported by AdminConfig and what descends from it", () => {
    expect(discovers("django.contrib.admin.apps:AdminConfig")).toBe(true);
    expect(discovers("bakery.apps:Bakery")).toBe(true);
  });

  it("are not imported by SimpleAdminConfig, nor where the admin is not installed", () => {
    expect(discovers("bakery.apps:Quiet")).toBe(false);
    expect(discovers(null)).toBe(false);
  });

  it("are imported by a call of autodiscover", () => {
    expect(discovers(null, "from django.contrib import admin\nadmin.autodiscover()\n")).toBe(true);
  });
});
