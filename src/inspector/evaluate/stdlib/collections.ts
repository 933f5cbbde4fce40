/** `collections`, `functools`, `itertools`, `copy`, `operator`: the parts that make values. */
import type { Call, Machine, Native } from "../machine.ts";
import type { ClassValue, Value } from "../value.ts";
import { argument, numberArgument, textArgument, unknownResult } from "../builtins/arguments.ts";
import { unknown } from "../value.ts";
import { noKwargs } from "../machine.ts";
import { defaultFactories } from "../expressions/items.ts";
import { operate } from "../expressions/operators.ts";
import { dict, external, isNone, isText, list, none, sequence, text, tuple } from "../values/make.ts";
import { whyUnknown } from "../values/why.ts";

const makeDict: Native = (m, call) => m.call({ kind: "builtin", name: "dict" }, call);

const defaultDict: Native = (m, call) => {
  const made = m.call({ kind: "builtin", name: "dict" }, { ...call, args: call.args.slice(1) });
  const [factory] = call.args;
  if (factory !== undefined && made.kind === "dict" && !isNone(m.force(factory))) defaultFactories.set(made, factory);
  return made;
};

const namedTuple: Native = (m, call) => {
  const name = textArgument(m, call, 0);
  const given = argument(m, call, 1);
  const listed = given?.kind === "constant" && typeof given.value === "string" ? given.value.split(/[\s,]+/u).filter(Boolean) : undefined;
  const found = given === undefined || listed !== undefined ? undefined : m.items(given);
  const names = listed ?? found?.items.flatMap((item) => fieldName(item) ?? []) ?? [];
  if (name === undefined) return unknownResult(m, call, "namedtuple()");
  const annotations = dict(names.map((field) => ({ key: text(field), value: none() })));
  const made: ClassValue = {
    kind: "class",
    name,
    module: call.scope?.module.name ?? "",
    qualname: name,
    bases: [external("collections.namedtuple()")],
    keywords: noKwargs,
    namespace: new Map([["__annotations__", { value: annotations, origins: [call.origin] }]]),
    decorators: [],
    origin: call.origin,
  };
  return made;
};

/** `"name"` or `("name", type)`. */
const fieldName = (item: Value): string | undefined => {
  if (isText(item)) return item.value;
  const [first] = item.kind === "sequence" ? item.items : [];
  return isText(first) ? first.value : undefined;
};

/** `functools.partial(f, …)`: an instance whose call adds the kept arguments. */
const partial: Native = (m, call) => {
  const fn = argument(m, call, 0);
  if (fn === undefined) return unknownResult(m, call, "partial()");
  return {
    kind: "instance",
    class: external("functools.partial"),
    args: call.args,
    kwargs: call.kwargs,
    attributes: new Map([["func", { value: fn, origins: [call.origin] }]]),
    origin: call.origin,
    ...(call.open === undefined ? {} : { open: call.open }),
  };
};

const callPartial: Native = (m, call, self) => {
  if (self?.kind !== "instance") return unknownResult(m, call, "a partial");
  const [fn, ...kept] = self.args;
  if (fn === undefined) return unknownResult(m, call, "a partial");
  const open = call.open ?? self.open;
  const joined: Call = { ...call, args: [...kept, ...call.args], kwargs: new Map([...self.kwargs, ...call.kwargs]) };
  return m.call(fn, open === undefined ? joined : { ...joined, open });
};

const chain: Native = (m, call) => chained(m, call.args, call);

const chained = (m: Machine, sources: readonly Value[], call: Call): Value => {
  const items: Value[] = [];
  let open = call.open;
  for (const source of sources) {
    const found = m.items(source);
    for (const item of found?.items ?? []) items.push(item);
    open ??= found === undefined ? whyUnknown(m.force(source)) : found.open;
  }
  return list(items, call.origin, open);
};

const product: Native = (m, call) => {
  let rows: Value[][] = [[]];
  for (const source of call.args) {
    const found = m.items(source);
    if (found === undefined || found.open !== undefined) return unknownResult(m, call, "product()");
    rows = rows.flatMap((row) => found.items.map((item) => [...row, item]));
    if (rows.length > 5000) return unknownResult(m, call, "product()");
  }
  return list(
    rows.map((row) => tuple(row)),
    call.origin,
  );
};

const reduce: Native = (m, call) => {
  const [fn, source, initial] = call.args;
  const found = source === undefined ? undefined : m.items(source);
  if (fn === undefined || found === undefined || found.open !== undefined) return unknownResult(m, call, "reduce()");
  let total = initial;
  for (const item of found.items)
    total = total === undefined ? item : m.call(fn, { args: [total, item], kwargs: noKwargs, origin: call.origin });
  return total ?? unknownResult(m, call, "reduce()");
};

const shallow: Native = (m, call) => {
  const given = argument(m, call, 0);
  if (given?.kind === "sequence") return sequence(given.type, [...given.items], given.origin, given.open);
  if (given?.kind === "dict") return dict([...given.entries], given.origin, given.open);
  if (given?.kind === "instance") return { ...given, attributes: new Map(given.attributes) };
  return given ?? none();
};

const deep = (m: Machine, value: Value, depth: number): Value => {
  const given = m.force(value);
  if (depth > 30) return given;
  if (given.kind === "sequence")
    return sequence(
      given.type,
      given.items.map((item) => deep(m, item, depth + 1)),
      given.origin,
      given.open,
    );
  if (given.kind === "dict")
    return dict(
      given.entries.map((entry) => ({ key: entry.key, value: deep(m, entry.value, depth + 1) })),
      given.origin,
      given.open,
    );
  if (given.kind === "instance" && !given.attributes.has("_name_")) return { ...given, attributes: new Map(given.attributes) };
  return given;
};

const binary =
  (op: string): Native =>
  (m, call) =>
    operate(m, op, [argument(m, call, 0) ?? none(), argument(m, call, 1) ?? none()], call.origin);

const itself: Native = (_m, call) => call.args[0] ?? none();

/** `functools.wraps(f)`: changes nothing when called, but stays among a function's decorators: whose name it takes. */
const wraps: Native = (_m, call) => ({
  kind: "instance",
  class: external("functools.wraps"),
  args: call.args,
  kwargs: call.kwargs,
  attributes: new Map(),
  origin: call.origin,
});

/** Called by hand, `wraps(f)(g)`, it joins the decorators of `g`. */
const wrap: Native = (m, call, self) => {
  const made = m.force(call.args[0] ?? none());
  if (made.kind !== "function" || self === undefined || made.decorators.includes(self)) return made;
  return { ...made, decorators: [...made.decorators, self] };
};

/** A decorator factory (`@wraps(f)`, `@lru_cache()`) that changes nothing here: called with the function, it gives it back. */
const givesBack: Native = (m, call) => {
  const [only] = call.args;
  const given = only === undefined ? undefined : m.force(only);
  if (given?.kind === "function" && call.kwargs.size === 0 && call.args.length === 1) return given;
  return { kind: "builtin", name: "builtins.itself" };
};

export const collectionFunctions: Readonly<Record<string, Native>> = {
  "collections.OrderedDict": makeDict,
  "collections.UserDict": makeDict,
  "types.MappingProxyType": makeDict,
  "types.SimpleNamespace": (_m, call) => ({
    kind: "instance",
    class: external("types.SimpleNamespace"),
    args: call.args,
    kwargs: call.kwargs,
    attributes: new Map([...call.kwargs].map(([name, value]) => [name, { value, origins: [call.origin] }])),
    origin: call.origin,
  }),
  "collections.defaultdict": defaultDict,
  "collections.deque": (m, call) => m.call({ kind: "builtin", name: "list" }, call),
  "collections.namedtuple": namedTuple,
  "collections.ChainMap": (_m, call) => unknown("ChainMap is not followed", call.origin),
  "functools.partial": partial,
  "functools.partial.__call__": callPartial,
  "functools.reduce": reduce,
  "functools.wraps": wraps,
  "functools.wraps.__call__": wrap,
  "functools.update_wrapper": (m, call) => {
    const [wrapper, wrapped] = [call.args[0] ?? call.kwargs.get("wrapper"), call.args[1] ?? call.kwargs.get("wrapped")];
    if (wrapper !== undefined && wrapped !== undefined) m.setAttribute(wrapper, "__wrapped__", wrapped, call.origin);
    return wrapper ?? none();
  },
  "functools.lru_cache": givesBack,
  "functools.cache": itself,
  "functools.total_ordering": itself,
  "builtins.itself": itself,
  "contextlib.contextmanager": itself,
  "typing.cast": (_m, call) => call.args[1] ?? none(),
  "typing.TypeVar": (_m, call) => external("typing.TypeVar()", call.origin),
  "typing.NewType": (_m, call) => call.args[1] ?? none(),
  "typing.final": itself,
  "typing.runtime_checkable": itself,
  "enum.unique": itself,
  "itertools.chain": chain,
  "itertools.chain.from_iterable": (m, call) => {
    const found = call.args[0] === undefined ? undefined : m.items(call.args[0]);
    if (found === undefined) return unknownResult(m, call, "chain()");
    return chained(m, found.items, found.open === undefined ? call : { ...call, open: found.open });
  },
  "itertools.product": product,
  "itertools.islice": (m, call) => {
    const found = call.args[0] === undefined ? undefined : m.items(call.args[0]);
    const end = numberArgument(m, call, 1);
    return found === undefined || end === undefined || call.args.length > 2
      ? unknownResult(m, call, "islice()")
      : list(found.items.slice(0, end), call.origin, found.open);
  },
  "copy.copy": shallow,
  "copy.deepcopy": (m, call) => deep(m, call.args[0] ?? none(), 0),
  "operator.add": binary("+"),
  "operator.or_": binary("|"),
  "operator.and_": binary("&"),
  "operator.eq": binary("=="),
};
