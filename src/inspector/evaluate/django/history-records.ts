/** django-simple-history: `register(Model, …)`, which keeps the history of a model from outside its class. */
import { noKwargs, type Native } from "../machine.ts";
import { recordEffect } from "../calls/opaque.ts";
import { external, none } from "../values/make.ts";

const path = "simple_history.register";
/** What the call itself takes; everything else goes to the constructor of the records. */
const names = ["model", "app", "manager_name", "records_class", "table_name"];

/** The call is kept with the model, the records that it makes, the app and the table. */
const register: Native = (m, call) => {
  const { origin } = call;
  const given = (name: string) => call.args[names.indexOf(name)] ?? call.kwargs.get(name);
  const [model, app, table] = [given("model"), given("app"), given("table_name")];
  const wanted = given("records_class");
  const plain = m.force({ kind: "lazy", module: "simple_history.models", name: "HistoricalRecords" });
  const records = m.call(wanted === undefined || m.truth(wanted) === false ? plain : wanted, {
    args: [],
    kwargs: new Map([...call.kwargs].filter(([name]) => !names.includes(name))),
    origin,
    ...(call.open === undefined ? {} : { open: call.open }),
  });
  const args = [model ?? none(), records, app ?? none(), table ?? none()];
  recordEffect(m, external(path), { args, kwargs: noKwargs, origin, ...(call.scope && { scope: call.scope }) }, path);
  return none(origin);
};

export const historyFunctions = { [path]: register };
