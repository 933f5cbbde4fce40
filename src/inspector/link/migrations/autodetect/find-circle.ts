/** Which of the given models refer to each other in a circle, so that none can be made before the other. */
import type { ProjectModels } from "../../models/link-models.ts";
import type { Model } from "../../models/model.ts";

const referred = (models: ProjectModels, model: Model, among: ReadonlySet<Model>): readonly Model[] => {
  const links = [...(models.relations.ofField.get(model)?.values() ?? [])];
  return links.flatMap((link) => {
    const through = link.through === null ? undefined : models.registry.byLabel.get(link.through);
    return [link.targetModel, through ?? null].filter((one) => one !== null && one !== model && among.has(one)).flatMap((one) => one ?? []);
  });
};

export const findCircle = (models: ProjectModels, candidates: readonly Model[]): ReadonlySet<Model> => {
  const among = new Set(candidates);
  const next = new Map(candidates.map((model) => [model, referred(models, model, among)]));
  const reaches = (start: Model): boolean => {
    const seen = new Set<Model>();
    const waiting = [...(next.get(start) ?? [])];
    for (let model = waiting.pop(); model !== undefined; model = waiting.pop()) {
      if (model === start) return true;
      if (seen.has(model)) continue;
      seen.add(model);
      waiting.push(...(next.get(model) ?? []));
    }
    return false;
  };
  // A project without migrations for many models would make this quadratic; in so large a set nothing is said.
  return candidates.length > 200 ? among : new Set(candidates.filter(reaches));
};
