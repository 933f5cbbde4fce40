/** django CMS: the metaclass of plugins names the way back from `CMSPlugin`, where its code is not here to do so. */
import type { Field, Model } from "../model.ts";
import type { Workshop } from "../prepare/workshop.ts";
import type { Pattern } from "./pattern.ts";

const isPlugin = ({ evaluator }: Workshop, model: Model): boolean =>
  model.class !== null &&
  evaluator.mro(model.class).some((base) => base.kind === "class" && evaluator.pathOf(base) === "cms.models.pluginmodel.CMSPlugin");

const complete = (workshop: Workshop, model: Model): void => {
  const link = model.fields.find(({ name }) => name === "cmsplugin_ptr");
  if (link === undefined || link.value !== null || link.relation === null || !isPlugin(workshop, model)) return;
  const named: Field = { ...link, relation: { ...link.relation, relatedName: "%(app_label)s_%(class)s" } };
  model.fields = model.fields.map((field) => (field === link ? named : field));
  for (const [parent, field] of model.parents) if (field === link) model.parents.set(parent, named);
  if (model.pk === link) model.pk = named;
};

export const cmsPlugin: Pattern = { complete };
