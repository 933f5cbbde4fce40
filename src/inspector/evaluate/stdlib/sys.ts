/** `sys`, `platform`, `importlib` as far as settings use them. */
import type { Machine, Native } from "../machine.ts";
import type { Value } from "../value.ts";
import { argument, textArgument, unknownResult } from "../builtins/arguments.ts";
import { unknown } from "../value.ts";
import { forgetStandings, presence, standsIn } from "../modules/standing.ts";
import { isAbsent } from "../modules/absent.ts";
import { noteGlobalChange } from "../state/deeds.ts";
import { absoluteName } from "../statements/imports.ts";
import { external, integer, list, none, text, truthValue, tuple } from "../values/make.ts";
import { absolute, pathText } from "./path-value.ts";

/** `sys.path.insert(0, folder)` and its kin: the folder joins the import path. */
const addRoot = (m: Machine, value: Value | undefined, first: boolean): void => {
  const path = value === undefined ? undefined : pathText(m, value);
  if (path === undefined) return;
  const folder = absolute(m, path);
  if (m.state.roots.includes(folder)) return;
  if (first) m.state.roots.unshift(folder);
  else m.state.roots.push(folder);
  noteGlobalChange();
  forgetStandings(m);
};

const addRoots: Native = (m, call) => {
  for (const item of m.items(call.args[0] ?? none())?.items ?? []) addRoot(m, item, false);
  return none();
};

const importByName: Native = (m, call) => {
  const given = textArgument(m, call, 0, "name");
  if (given === undefined) return unknownResult(m, call, "import_module()");
  if (!given.startsWith(".")) return importChecked(m, given, call);
  const dots = /^\.+/u.exec(given)?.[0].length ?? 0;
  const base = textArgument(m, call, 1, "package");
  if (base === undefined) return unknownResult(m, call, "import_module()");
  const asPackage = { kind: "module", name: base, file: "", namespace: new Map(), isPackage: true, openStars: [] } as const;
  const name = absoluteName({ ...asPackage, openStars: [] }, dots, given.slice(dots));
  return name === undefined ? unknownResult(m, call, "import_module()") : importChecked(m, name, call);
};

const importChecked = (m: Machine, name: string, call: Parameters<Native>[1]): Value => {
  if (isAbsent(m, name)) return m.raise("ModuleNotFoundError", `there is no module ${name}`, call.origin, { name: text(name) });
  const module = m.importModule(name);
  if (module.kind !== "external" || standsIn(m, name) !== "undecided") return module;
  return { ...module, origin: call.origin };
};

const dunderImport: Native = (m, call) => {
  const name = textArgument(m, call, 0, "name");
  const fromList = argument(m, call, 3, "fromlist");
  if (name === undefined) return unknownResult(m, call, "__import__()");
  if (isAbsent(m, name)) return m.raise("ModuleNotFoundError", `there is no module ${name}`, call.origin, { name: text(name) });
  const module = m.importModule(name);
  return fromList === undefined || m.truth(fromList) !== true ? m.importModule(name.split(".")[0] ?? name) : module;
};

const findSpec: Native = (m, call) => {
  const name = textArgument(m, call, 0, "name");
  if (name === undefined) return unknownResult(m, call, "find_spec()");
  const known = presence(m, name);
  if (known === "missing") return none(call.origin);
  if (known === "undecided") return unknown(`it is not known whether ${name} is installed`, call.origin);
  return {
    kind: "instance",
    class: external("importlib.machinery.ModuleSpec"),
    args: [text(name)],
    kwargs: new Map(),
    attributes: new Map([["name", { value: text(name), origins: [call.origin] }]]),
    origin: call.origin,
  };
};

export const systemFunctions: Readonly<Record<string, Native>> = {
  "sys.path.insert": (m, call) => {
    addRoot(m, call.args[1], true);
    return none();
  },
  "sys.path.append": (m, call) => {
    addRoot(m, call.args[0], false);
    return none();
  },
  "sys.path.extend": addRoots,
  "sys.path.__iadd__": addRoots,
  "sys.path.__contains__": (m, call) => {
    const path = call.args[0] === undefined ? undefined : pathText(m, call.args[0]);
    return path === undefined ? unknownResult(m, call, "sys.path") : truthValue(m.state.roots.includes(absolute(m, path)), call.origin);
  },
  "sys.path.remove": () => none(),
  "sys.exit": (m, call) => m.raise("SystemExit", "the program ends here", call.origin),
  "sys.getfilesystemencoding": () => text("utf-8"),
  "sys.getrecursionlimit": () => integer(1000),
  "sys.setrecursionlimit": () => none(),
  "sys.modules.__contains__": (_m, call) => unknown("which modules are loaded is not known", call.origin),
  "sys.modules.__getitem__": (m, call) => {
    const name = textArgument(m, call, 0);
    return name === undefined ? unknownResult(m, call, "sys.modules[…]") : m.importModule(name);
  },
  "platform.system": () => text("Linux"),
  "platform.python_version": () => text("3.13.0"),
  "platform.node": (_m, call) => unknown("the host's name is not known", call.origin),
  "importlib.import_module": importByName,
  "django.utils.module_loading.import_module": importByName,
  __import__: dunderImport,
  "importlib.util.find_spec": findSpec,
  "pkgutil.find_loader": findSpec,
  "importlib.metadata.version": (_m, call) => unknown("the version of an installed package is not known", call.origin),
  "django.get_version": (_m, call) => unknown("the version of Django is not known", call.origin),
};

const version = ["3", "13", "0"];

export const systemConstants: Readonly<Record<string, (m: Machine) => Value>> = {
  "sys.argv": () => list([text("manage.py")]),
  "sys.platform": () => text("linux"),
  "sys.version_info": () => tuple([...version.map((part) => integer(Number(part))), text("final"), integer(0)]),
  "sys.version": () => text("3.13.0"),
  "sys.maxsize": () => integer(2n ** 63n - 1n),
  "sys.prefix": () => unknown("the interpreter's place is not known"),
  "sys.base_prefix": () => unknown("the interpreter's place is not known"),
  "sys.executable": () => unknown("the interpreter's place is not known"),
  "typing.TYPE_CHECKING": () => truthValue(false),
  "builtins.__debug__": () => truthValue(true),
  "builtins.NotImplemented": () => unknown("NotImplemented"),
  "builtins.Ellipsis": () => ({ kind: "constant", value: null, type: "ellipsis" }),
};
