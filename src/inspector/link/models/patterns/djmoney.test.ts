import { expect, it } from "vitest";
import { aScannedProject, fieldNamed, modelNamed } from "../../../a-scanned-project.ts";

const models = `from django.db import models
from djmoney.models.fields import MoneyField

class Loaf(models.Model):
    price = MoneyField(max_digits=9, currency_field_name="currency")
    cost = MoneyField(max_digits=9, currency_field_name="currency", null=True)
    rent = MoneyField(max_digits=9)
`;
const installed = `from django.db import models

class CurrencyField(models.CharField):
    def __init__(self, price_field=None, **kwargs):
        super().__init__(**kwargs)

class MoneyField(models.DecimalField):
    def __init__(self, verbose_name=None, name=None, max_digits=None, decimal_places=2, currency_field_name=None, **kwargs):
        self.currency_field_name = currency_field_name
        super().__init__(verbose_name, name, max_digits, decimal_places, **kwargs)
`;

it.each([
  ["without its code", {}],
  ["with its code", { "djmoney/__init__.py": "", "djmoney/models/__init__.py": "", "djmoney/models/fields.py": installed }],
])("gives amounts of one currency the field that they name, %s", (_title, code) => {
  const facts = aScannedProject({ "config/settings.py": 'INSTALLED_APPS = ["bakery"]\n', "bakery/models.py": models, ...code });
  const names = modelNamed(facts, "bakery.Loaf").fields.map(({ name }) => name);
  expect(names.toSorted()).toEqual(["cost", "currency", "id", "price", "rent", "rent_currency"]);
  expect(fieldNamed(facts, "bakery.Loaf", "rent_currency").null).toBe(false);
});
