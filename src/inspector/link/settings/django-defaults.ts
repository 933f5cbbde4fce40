/** Django's defaults for the settings that facts show by name, where the catalogue has no `global_settings`. */

const before = (version: string | null, major: number): boolean => version !== null && Number(version.split(".")[0]) < major;

/** Settings whose default is another one in some releases that are in use. */
export const changingDefaults: ReadonlySet<string> = new Set(["USE_TZ", "DEFAULT_AUTO_FIELD"]);

/** What `settings.NAME` is when no settings module sets it; undefined for a setting without default. */
export const djangoDefault = (name: string, version: string | null): unknown => {
  switch (name) {
    case "INSTALLED_APPS":
    case "MIDDLEWARE":
      return [];
    case "AUTH_USER_MODEL":
      return "auth.User";
    case "LANGUAGE_CODE":
      return "en-us";
    case "TIME_ZONE":
      return "America/Chicago";
    case "USE_TZ":
      return version === null ? undefined : !before(version, 5);
    case "DEFAULT_AUTO_FIELD":
      if (version === null) return undefined;
      return before(version, 6) ? "django.db.models.AutoField" : "django.db.models.BigAutoField";
    case "DEBUG":
      return false;
    default:
      return undefined;
  }
};
