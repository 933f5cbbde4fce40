/** System check tags that every Django knows. */
export const systemCheckTags = [
  "admin",
  "async_support",
  "caches",
  "compatibility",
  "database",
  "files",
  "models",
  "security",
  "signals",
  "sites",
  "staticfiles",
  "templates",
  "translation",
  "urls",
];
