/** What a settings module is for, by its name: the same value is right in one and a fault in another. */
export const settingsPurpose = (module: string | null): "production" | "development" | "any" => {
  const words = (module ?? "").toLowerCase().split(/[._]/);
  if (words.some((word) => ["production", "prod", "live", "deploy", "staging"].includes(word))) return "production";
  if (words.some((word) => /^(?:dev|devel|development|local|debug|tests?|testing|ci|docs|example|sandbox|demo)$/.test(word)))
    return "development";
  return "any";
};
