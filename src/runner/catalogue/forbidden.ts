/** Options of Django that are refused for a reason worth saying. Everything else that is not in a table is refused too. */
const reasons: Readonly<Record<string, string>> = {
  output: "it writes a file",
  o: "it writes a file",
  settings: "it loads other code; set the settings module on the workspace",
  pythonpath: "it loads other code; set the python path on the workspace",
  default: "it loads other code",
  traceback: "a run shows its traceback anyway",
  fake: "it changes the database",
  merge: "it writes migrations",
  write: "it writes migrations",
  run_syncdb: "it changes the database",
  database_url: "DJDesk uses the project's own databases",
};

const known = new Map(Object.entries(reasons));

/** Why an option can never be given, or null when there is nothing special to say. */
export const whyForbidden = (name: string): string | null => known.get(name.toLowerCase().replace(/^-+/, "").replaceAll("-", "_")) ?? null;
