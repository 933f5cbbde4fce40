/** Attributes of what `path()` and `re_path()` give: a URLPattern with its callback, or a URLResolver with its patterns. */
import type { Machine, NativeMember } from "../machine.ts";
import type { InstanceValue, Value } from "../value.ts";
import { unknown } from "../value.ts";
import { attributeOf, none } from "../values/make.ts";

const isInclude = (value: Value | undefined): value is Value => {
  if (value?.kind === "sequence") return true;
  return value?.kind === "instance" && value.class.kind === "external" && /(?:^|\.)include$/.test(value.class.path);
};

const included = (view: Value): Value | undefined => {
  const given = view.kind === "instance" ? view.args[0] : view;
  if (given?.kind !== "sequence") return given;
  return given.type === "tuple" ? given.items[0] : given;
};

/** `url_patterns` of a resolver: the list itself, or that of the module that `include()` names. */
const patternMember: NativeMember = (m, self, name) => {
  if (self.kind !== "instance") return undefined;
  const pattern: InstanceValue = self;
  const written = pattern.args[1] ?? pattern.kwargs.get("view");
  const view = written === undefined ? undefined : m.force(written);
  switch (name) {
    case "callback":
      return isInclude(view) ? undefined : (view ?? none());
    case "name":
      return isInclude(view) ? undefined : (pattern.kwargs.get("name") ?? pattern.args[3] ?? none());
    case "pattern":
    case "default_args":
    case "default_kwargs":
      return attributeOf(pattern, `django.urls.resolvers.URLPattern.${name}`);
    case "url_patterns": {
      if (!isInclude(view)) return undefined;
      const target = included(view);
      const forced = target === undefined ? undefined : m.force(target);
      if (forced?.kind === "sequence") return forced;
      const module = forced?.kind === "constant" && typeof forced.value === "string" ? m.importModule(forced.value) : forced;
      const patterns = module?.kind === "module" ? m.find(module, "urlpatterns") : undefined;
      return patterns ?? unknown("what is included here is not known");
    }
    default:
      return undefined;
  }
};

/** `URLPattern(pattern, callback, default_args, name)`, made by hand. */
const madeMember: NativeMember = (_m, self, name) => {
  if (self.kind !== "instance") return undefined;
  const at = ["pattern", "callback", "default_args", "name"].indexOf(name);
  return at < 0 ? undefined : (self.kwargs.get(name) ?? self.args[at] ?? none());
};

export const patternMembers: Readonly<Record<string, NativeMember>> = {
  "django.urls.path": patternMember,
  "django.urls.re_path": patternMember,
  "django.urls.resolvers.URLPattern": madeMember,
};

/** Is a pattern an instance of the class with this path? Undefined for what is no pattern. */
export const isPatternOf = (m: Machine, value: InstanceValue, path: string): boolean | undefined => {
  if (value.class.kind !== "external" || !/^django\.urls\.(?:re_)?path$/.test(value.class.path)) return undefined;
  const view = value.args[1] ?? value.kwargs.get("view");
  const type = isInclude(view === undefined ? undefined : m.force(view)) ? "URLResolver" : "URLPattern";
  return path === `django.urls.resolvers.${type}`;
};
