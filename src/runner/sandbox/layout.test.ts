import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { planLayout } from "./layout.ts";
import { pythonFolders } from "./python-folders.ts";

/** Below the folder for temporary files, which is emptied as a home is. */
let home = "";
beforeEach(() => {
  home = realpathSync(mkdtempSync(join(tmpdir(), "djdesk-layout-")));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const folder = (...names: string[]): string => {
  const path = join(home, ...names);
  mkdirSync(path, { recursive: true });
  return path;
};
const plan = (projectRoot: string, needed: readonly string[] = [], own: readonly string[] = []) =>
  planLayout({ projectRoot, needed, private: own });

describe("the layout of a run", () => {
  it("empties homes and folders of sockets, tokens and temporary files, and nothing of the system", () => {
    const { emptied } = plan(folder("shop"));
    expect(emptied).toEqual(expect.arrayContaining([realpathSync("/tmp"), realpathSync("/run"), realpathSync("/home")]));
    expect(emptied).not.toContain("/");
    expect(emptied.every((path) => !path.startsWith("/usr"))).toBe(true);
  });

  it("brings back what the project's Python needs, and nothing inside the project", () => {
    const [shop, library, data] = [folder("shop"), folder("library"), folder("data")];
    expect(plan(shop, [library, join(shop, "vendored"), "/usr/lib", join(home, "gone")], [data])).toMatchObject({ restored: [library] });
  });

  it("X23 brings back of what the project names modules and databases, none of DJDesk's and none of hidden folders", () => {
    const [shop, data, keys, papers, ours] = [folder("shop"), folder("data"), folder(".ssh"), folder("papers"), folder("ours", "shared")];
    const sqlite = (path: string, tables = ""): string => {
      const database = new DatabaseSync(path);
      database.exec(`CREATE TABLE t (x); ${tables}`);
      database.close();
      return path;
    };
    const migrated = "CREATE TABLE django_migrations (app)";
    for (const path of [join(keys, "id_rsa"), join(papers, "tax.txt"), join(ours, "__init__.py")]) writeFileSync(path, "x");
    writeFileSync(join(keys, "planted.py"), "");
    symlinkSync(join(keys, "id_rsa"), join(shop, "db.sqlite3"));
    symlinkSync(join(keys, "id_rsa"), join(home, "own.sqlite3-wal"));
    const importable = [keys, papers, folder("ours"), shop, join(home, "gone")];
    const own = sqlite(join(home, "own.sqlite3"));
    const hidden = sqlite(join(folder(".local"), "shop.sqlite3"), migrated);
    const refused = [
      sqlite(join(data, "desk.db"), migrated),
      sqlite(join(keys, "cookies.sqlite")),
      join(papers, "tax.txt"),
      join(shop, "db.sqlite3"),
    ];
    const request = {
      projectRoot: shop,
      needed: [],
      private: [data],
      named: { importable, databases: [own, hidden, `${own}-wal`, ...refused] },
    };
    expect(planLayout(request).restored).toEqual([hidden, join(home, "ours"), own].sort());
  });

  it("never brings back a folder that holds a private one", () => {
    const data = folder("tools", "djdesk");
    expect(plan(folder("shop"), [folder("tools"), home, tmpdir(), "/"], [data]).restored).toEqual([]);
  });

  it("copies the repository that the project is a part of, but not one that is a home", () => {
    folder("mono", ".git");
    expect(plan(folder("mono", "backend")).copied).toBe(join(home, "mono"));
    const data = folder("dotfiles", "djdesk");
    folder("dotfiles", ".git");
    expect(plan(folder("dotfiles", "shop"), [], [data]).copied).toBe(join(home, "dotfiles", "shop"));
  });

  it("follows links to where things really are", () => {
    const shop = folder("real", "shop");
    symlinkSync(shop, join(home, "shop"));
    expect(plan(join(home, "shop")).copied).toBe(shop);
  });
});

describe("the folders of an interpreter", () => {
  it("are its environment, the installation behind it and editable installs", () => {
    const python = join(folder("pythons", "3.13", "bin"), "python3.13");
    writeFileSync(python, "");
    const site = folder("shop", ".venv", "lib", "python3.13", "site-packages");
    writeFileSync(join(home, "shop/.venv/pyvenv.cfg"), "home = elsewhere\n");
    symlinkSync(python, join(folder("shop", ".venv", "bin"), "python"));
    const [linked, mapped] = [folder("linked"), folder("mapped")];
    writeFileSync(join(site, "linked.pth"), `# a comment\nimport site\n${linked}\n`);
    writeFileSync(join(site, "__editable___mapped_1_0_finder.py"), `MAPPING: dict[str, str] = {'mapped': '${mapped}'}\n`);
    const found = pythonFolders(join(home, "shop/.venv/bin/python"), join(home, "shop"));
    expect(found.own).toEqual(expect.arrayContaining([join(home, "pythons/3.13"), join(home, "shop/.venv")]));
    expect(found.own).not.toContain(home);
    expect(found.linked).toEqual([mapped, linked]);
  });
});
