import type { Completion, HandledType, Machine, Scope } from "../machine.ts";
import type { Statement } from "../../python/tree.ts";
import type { Value } from "../value.ts";
import { noKwargs } from "../machine.ts";
import { handles } from "../objects/exceptions.ts";
import { pathOf } from "../values/same.ts";
import { assignTo } from "./assign.ts";

/** What `with value as name` binds: what `__enter__` answers when it is source, the first item of a generator, else the value. */
const entered = (m: Machine, value: Value, scope: Scope, line: number): Value => {
  const forced = m.force(value);
  if (forced.kind === "sequence" && forced.type === "list") return forced.items[0] ?? forced;
  if (forced.kind !== "instance" || forced.class.kind !== "class") return forced;
  const enter = m.find(forced, "__enter__");
  if (enter === undefined || enter.kind !== "method" || enter.function.kind !== "function") return forced;
  return m.call(enter, { args: [], kwargs: noKwargs, origin: { file: scope.module.file, line } });
};

/** `with`: names bound, body run; `contextlib.suppress(…)` catches as `try` does. */
export const runWith = (m: Machine, statement: Extract<Statement, { kind: "with" }>, scope: Scope): Completion => {
  const suppressed: HandledType[] = [];
  for (const item of statement.items) {
    const value = m.evaluate(item.value, scope);
    if (m.state.raised !== undefined) return { kind: "raise" };
    if (value.kind === "instance" && value.class.kind === "external" && value.class.path === "contextlib.suppress")
      for (const type of value.args) suppressed.push({ path: pathOf(m.force(type)) ?? "?" });
    if (item.target !== undefined) assignTo(m, item.target, entered(m, value, scope, statement.line), scope);
  }
  if (suppressed.length === 0) return m.run(statement.body, scope);
  m.state.handlers.push(suppressed);
  const completion = m.run(statement.body, scope);
  m.state.handlers.pop();
  const { raised } = m.state;
  if (raised === undefined || !suppressed.some((type) => handles(m, type, raised))) return completion;
  m.state.raised = undefined;
  return undefined;
};
