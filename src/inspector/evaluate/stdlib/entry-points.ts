/** `importlib.metadata.entry_points()` and `pkg_resources.iter_entry_points()` over the packages that are here. */
import type { Call, EntryPoint, Machine, Native, NativeMember } from "../machine.ts";
import type { InstanceValue, Value } from "../value.ts";
import { textArgument, unknownResult } from "../builtins/arguments.ts";
import { noKwargs } from "../machine.ts";
import { external, list, text } from "../values/make.ts";

const pointPath = "importlib.metadata.EntryPoint";
const allPath = "importlib.metadata.EntryPoints";

const toValue = (group: string, { name, value }: EntryPoint, call: Call): InstanceValue => ({
  kind: "instance",
  class: external(pointPath),
  args: [text(name, call.origin), text(value, call.origin), text(group, call.origin)],
  kwargs: noKwargs,
  attributes: new Map(),
  origin: call.origin,
});

/** Without an environment other packages may be installed that offer some: what follows is inferred. */
const ofGroup = (m: Machine, group: string, call: Call): Value => {
  if (m.options.environmentKnown !== true) m.state.taint ??= `no other package was assumed to offer entry points of ${group}`;
  const points = m.options.entryPoints?.().get(group) ?? [];
  return list(
    points.map((point) => toValue(group, point, call)),
    call.origin,
  );
};

const entryPoints: Native = (m, call) => {
  const group = textArgument(m, call, 0, "group");
  if (group !== undefined) return ofGroup(m, group, call);
  if (call.args.length > 0 || call.kwargs.has("group")) return unknownResult(m, call, "entry_points()");
  return { kind: "instance", class: external(allPath), args: [], kwargs: noKwargs, attributes: new Map(), origin: call.origin };
};

const select: Native = (m, call) => {
  const group = textArgument(m, call, 0, "group");
  return group === undefined ? unknownResult(m, call, "entry points") : ofGroup(m, group, call);
};

const load: Native = (m, call, self) => {
  const value = self?.kind === "instance" ? self.args[1] : undefined;
  if (value?.kind !== "constant" || typeof value.value !== "string") return unknownResult(m, call, "EntryPoint.load()");
  const [module = "", qualname] = value.value.replace(/\s*\[.*$/u, "").split(":");
  let found: Value = m.importModule(module.trim());
  for (const name of qualname?.trim().split(".") ?? []) found = m.attribute(found, name);
  return found;
};

const pointMember: NativeMember = (m, self, name) => {
  const [own, value, group] = self.kind === "instance" ? self.args : [];
  const stated = value?.kind === "constant" ? String(value.value) : "";
  const [module = "", attribute = ""] = stated.replace(/\s*\[.*$/u, "").split(":");
  switch (name) {
    case "name":
      return own;
    case "value":
      return value;
    case "group":
      return group;
    case "module":
    case "module_name":
      return text(module.trim(), self.origin);
    case "attr":
      return text(attribute.trim(), self.origin);
    case "load":
    case "resolve":
      return { kind: "method", self, function: { kind: "builtin", name: `${pointPath}.load` } };
    default:
      return m.natives.functions.has(`${pointPath}.${name}`)
        ? undefined
        : { kind: "unknown", because: `${name} of an entry point is not known` };
  }
};

export const entryPointFunctions: Readonly<Record<string, Native>> = {
  "importlib.metadata.entry_points": entryPoints,
  "importlib_metadata.entry_points": entryPoints,
  "pkg_resources.iter_entry_points": select,
  [`${allPath}.select`]: select,
  [`${allPath}.get`]: select,
  [`${allPath}.__getitem__`]: select,
  [`${pointPath}.load`]: load,
};

export const entryPointMembers: Readonly<Record<string, NativeMember>> = {
  [pointPath]: pointMember,
  [allPath]: (m, self, name) =>
    m.natives.functions.has(`${allPath}.${name}`)
      ? { kind: "method", self, function: { kind: "builtin", name: `${allPath}.${name}` } }
      : undefined,
};
