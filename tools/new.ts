/**
 * The scaffolders of the three errands: file, test and registration in one step.
 *
 *   npm run new insight unused-index [-- --in models]
 *   npm run new command listurls
 *   npm run new operation read-coupling
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";

interface Errand {
  /** Template → file to make, relative to the repository. */
  readonly files: (kebab: string, theme: string) => readonly (readonly [template: string, file: string])[];
  /** Registry, and how the new file is imported and listed in it. */
  readonly registries: (kebab: string, theme: string) => readonly (readonly [registry: string, specifier: string])[];
  readonly next: string;
}

const errands: Readonly<Record<string, Errand>> = {
  insight: {
    files: (kebab, theme) => [
      ["src/inspector/insights/_template/insight.ts.txt", `src/inspector/insights/${theme}/${kebab}.ts`],
      ["src/inspector/insights/_template/insight.test.ts.txt", `src/inspector/insights/${theme}/${kebab}.test.ts`],
    ],
    registries: (kebab, theme) => [["src/inspector/insights/registry.ts", `./${theme}/${kebab}.ts`]],
    next: "Write the rule and its two tests: one where it speaks, one where it is silent.",
  },
  command: {
    files: (kebab) => [
      ["src/runner/catalogue/_template/command.ts.txt", `src/runner/catalogue/commands/${kebab}.ts`],
      ["src/runner/catalogue/_template/command.test.ts.txt", `src/runner/catalogue/commands/${kebab}.test.ts`],
    ],
    registries: (kebab) => [["src/runner/catalogue/registry.ts", `./commands/${kebab}.ts`]],
    next: "Fill the option table; only what stands in it can reach the command line.",
  },
  operation: {
    files: (kebab) => [
      ["src/operations/_template/contract.ts.txt", `src/contract/operations/${kebab}.ts`],
      ["src/operations/_template/handler.ts.txt", `src/operations/${kebab}.ts`],
    ],
    registries: (kebab) => [
      ["src/contract/operations/index.ts", `./${kebab}.ts`],
      ["src/operations/handlers.ts", `./${kebab}.ts`],
    ],
    next: "Say input, output and errors in the contract; `npx vitest run test/contract -u` records the new public shape.",
  },
};

const toCamel = (kebab: string): string => kebab.replaceAll(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** Adds the import and the entry: at the end of the one array or object that the registry exports. */
const register = (text: string, name: string, specifier: string): string => {
  const lines = text.split("\n");
  const lastImport = lines.findLastIndex((line) => line.startsWith("import "));
  const opening = lines.findIndex((line) => /^export const \w+.*= [[{]$/.test(line));
  const closing = lines.findIndex((line, index) => index > opening && /^[\]}]/.test(line));
  if (lastImport < 0 || opening < 0 || closing < 0) throw new Error(`no list to register ${name} in`);
  return [
    ...lines.slice(0, lastImport + 1),
    `import { ${name} } from "${specifier}";`,
    ...lines.slice(lastImport + 1, closing),
    `  ${name},`,
    ...lines.slice(closing),
  ].join("\n");
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { in: { type: "string", default: "project" }, root: { type: "string", default: resolve(import.meta.dirname, "..") } },
});
const [kind = "", kebab = ""] = positionals;
const errand = errands[kind];
if (errand === undefined || !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(kebab)) {
  console.error("usage: npm run new insight|command|operation NAME   (NAME in kebab-case)");
  process.exit(2);
}
const theme = values.in;
const root = values.root;
const name = toCamel(kebab);
const made: string[] = [];
for (const [template, file] of errand.files(kebab, theme)) {
  const target = join(root, file);
  if (existsSync(target)) {
    console.error(`${file} is already there; choose another name.`);
    process.exit(2);
  }
  const text = readFileSync(join(root, template), "utf8")
    .replaceAll("CAMEL_NAME", name)
    .replaceAll("INSIGHT_NAME", name)
    .replaceAll("KEBAB-NAME", kebab)
    .replaceAll("INSIGHT-CODE", kebab);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, text);
  made.push(target);
}
for (const [registry, specifier] of errand.registries(kebab, theme)) {
  const target = join(root, registry);
  writeFileSync(target, register(readFileSync(target, "utf8"), name, specifier));
  made.push(target);
}
execFileSync(join(resolve(import.meta.dirname, ".."), "node_modules/.bin/oxfmt"), made, { cwd: root, stdio: "ignore" });
console.log(made.map((file) => relative(root, file)).join("\n"));
console.log(errand.next);
