/** django-money: a `MoneyField` brings a column for its currency. */
import { makeField } from "../fields/make-field.ts";
import type { Value } from "../../../evaluate/value.ts";
import type { Field, Model } from "../model.ts";
import type { Workshop } from "../prepare/workshop.ts";
import { isNone, toBoolean, toInteger, toText } from "../values.ts";
import type { Contributed, Pattern } from "./pattern.ts";

const contribute = (workshop: Workshop, model: Model, field: Field): Contributed => {
  if (field.path !== "djmoney.models.fields.MoneyField") return { field, others: [] };
  const { evaluator } = workshop;
  // Where its code is here, `args` are those that it hands on to Django.
  const written = (name: string): Value | undefined => field.value?.kwargs.get(name) ?? field.args.get(name);
  const given = written("currency_field_name");
  const name = given === undefined ? null : (toText(evaluator, given) ?? null);
  const currency = written("default_currency");
  const length = written("currency_max_length");
  const isNullable = currency !== undefined && isNone(evaluator.force(currency));
  const stated = written("null");
  const takesNull = stated === undefined ? false : toBoolean(evaluator, stated);
  const currencyField = makeField("CharField", name ?? `${field.name}_currency`, model.path, {
    class: "CurrencyField",
    path: "djmoney.models.fields.CurrencyField",
    maxLength: length === undefined ? 3 : (toInteger(evaluator, length) ?? 3),
    choices: undefined,
    editable: false,
    // Of late it takes after the amount.
    null: isNullable === takesNull ? isNullable : undefined,
    hasDefault: currency === undefined ? undefined : !isNone(evaluator.force(currency)),
    origin: field.origin,
  });
  return { field, others: [currencyField] };
};

export const djmoney: Pattern = { contribute };
