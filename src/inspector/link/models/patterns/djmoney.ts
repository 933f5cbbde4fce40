/** django-money: a `MoneyField` brings a column for its currency. */
import { makeField } from "../fields/make-field.ts";
import type { Field, Model } from "../model.ts";
import type { Workshop } from "../prepare/workshop.ts";
import { isNone, toInteger, toText } from "../values.ts";
import type { Contributed, Pattern } from "./pattern.ts";

const contribute = (workshop: Workshop, model: Model, field: Field): Contributed => {
  if (field.path !== "djmoney.models.fields.MoneyField") return { field, others: [] };
  const { evaluator } = workshop;
  const argument = (name: string): string | null => {
    const value = field.args.get(name);
    return value === undefined ? null : (toText(evaluator, value) ?? null);
  };
  const currency = field.args.get("default_currency");
  const length = field.args.get("currency_max_length");
  const currencyField = makeField("CharField", argument("currency_field_name") ?? `${field.name}_currency`, model.path, {
    class: "CurrencyField",
    path: "djmoney.models.fields.CurrencyField",
    maxLength: length === undefined ? 3 : (toInteger(evaluator, length) ?? 3),
    choices: undefined,
    editable: false,
    null: currency !== undefined && isNone(evaluator.force(currency)),
    hasDefault: currency === undefined ? undefined : !isNone(evaluator.force(currency)),
    origin: field.origin,
  });
  return { field, others: [currencyField] };
};

export const djmoney: Pattern = { contribute };
