/**
 * Routes of a package's URLconf that its code makes when it is imported (hooks of installed apps, registries, functions):
 * read by this inspector in a project that includes the URLconf and has the packages as sources. What an app or a setting
 * adds is found by asking again with it.
 */
import type { StoredValue } from "../../src/inspector/catalogue/stored-facts.ts";
import type { Expression } from "../../src/inspector/python/tree.ts";
import { openProject, type Route } from "./open-project.ts";
import type { RecordedUrls } from "./recorded-urls.ts";

const keyOf = ({ route, fullName }: Route): string => `${route} ${fullName ?? ""}`;

/** A project that includes the URLconf at its root. */
const openRecorder = (packages: readonly string[], module: string) =>
  openProject(
    packages,
    `from django.urls import include, path\nimport ${module} as target\nurlpatterns = [path("", include(target.urlpatterns))]\n`,
  );

const isRegex = (route: string): boolean => /[\^$]|\(\?P</.test(route);

const toCall = ({ route, fullName, view }: Route): StoredValue => {
  const [name, ...namespaces] = (fullName ?? "").split(":").reverse();
  const call: StoredValue = {
    call: `django.urls.conf:${isRegex(route) ? "re_path" : "path"}`,
    args: [route, { ref: view ?? "unknown.view" }],
    ...(fullName === null ? {} : { kwargs: { name: name ?? null } }),
  };
  return namespaces.reduce<StoredValue>(
    (inner, namespace) => ({
      call: "django.urls.conf:path",
      args: ["", { call: "django.urls.conf:include", args: [{ tuple: [{ list: [inner] }, namespace] }] }],
    }),
    call,
  );
};

const line = 1;
const name = (text: string): Expression => ({ kind: "name", line, name: text });
const text = (value: string): Expression => ({ kind: "string", line, value });
const isInstalled = (app: string): Expression => ({
  kind: "call",
  line,
  callee: { kind: "attribute", line, value: name("apps"), name: "is_installed" },
  args: [{ value: text(app) }],
});
const setting = (key: string, otherwise: boolean): Expression => ({
  kind: "call",
  line,
  callee: name("getattr"),
  args: [{ value: name("settings") }, { value: text(key) }, { value: { kind: "constant", line, value: otherwise } }],
});

/** Those of `list` that are not in `without`. */
const difference = (list: readonly Route[], without: readonly Route[]): readonly Route[] => {
  const known = new Set(without.map(keyOf));
  return list.filter((route) => !known.has(keyOf(route)));
};

const under = (test: Expression, routes: readonly Route[]): readonly StoredValue[] =>
  routes.length === 0 ? [] : [{ spread: { when: test, yes: { list: routes.map(toCall) }, no: { list: [] } } }];

/** `packages` are the folders in which the packages stand. */
export const recordUrls = (packages: readonly string[], module: string, { apps, optionalApps, settings }: RecordedUrls): StoredValue => {
  const recorder = openRecorder(packages, module);
  const base = recorder.read(apps).urls;
  const gone = new Map<string, readonly Route[]>();
  const list: StoredValue[] = [];
  for (const [key, byDefault] of Object.entries(settings)) {
    const other = recorder.read(apps, { [key]: !byDefault }).urls;
    const lost = difference(base, other);
    gone.set(key, lost);
    const added = difference(other, base);
    list.push(...under(byDefault ? setting(key, byDefault) : { kind: "unary", line, op: "not", value: setting(key, byDefault) }, lost));
    list.push(...under(byDefault ? { kind: "unary", line, op: "not", value: setting(key, byDefault) } : setting(key, byDefault), added));
  }
  const conditional = new Set([...gone.values()].flat().map(keyOf));
  const always = base.filter((route) => !conditional.has(keyOf(route))).map(toCall);
  for (const [app, ...needed] of optionalApps) {
    const before = needed.length === 0 ? base : recorder.read([...apps, ...needed]).urls;
    list.push(...under(isInstalled(app), difference(recorder.read([...apps, ...needed, app]).urls, before)));
  }
  recorder.close();
  return { list: [...always, ...list] };
};
