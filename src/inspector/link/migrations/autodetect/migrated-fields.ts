/** Fields that migrations hold: the model's own, without private ones, the hidden `_order` and what a parent's table has. */
import { allFields, type Field, type Model } from "../../models/model.ts";

export const migratedFields = (model: Model): readonly Field[] => {
  const inherited = new Set(allFields(model).flatMap(([owner, field]) => (owner === model ? [] : [field.name])));
  return [...model.fields, ...model.manyToMany].filter(
    (field) => field.class !== "OrderWrt" && field.storage !== "private" && !inherited.has(field.name),
  );
};
