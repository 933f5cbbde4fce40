/** What a machine without a better tier tells its user, and what it then does not run; seen from the terminal. */
import { chmodSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findProgram, systemFolders } from "../../src/runner/sandbox/find-program.ts";
import { aSandbox, bubblewrapFolder } from "../support/bubblewrap.ts";
import { aHome, djdesk, type Home } from "../support/djdesk.ts";

const walled = async (): Promise<string | null> => {
  const found = await aSandbox("unshare");
  return "kind" in found && found.kind === "unshare" ? found.program : null;
};

/** A `bwrap` that is found first: in the data folder. */
const putFirst = (home: Home, script: string): void => {
  mkdirSync(join(home.data, "bin"), { recursive: true });
  writeFileSync(join(home.data, "bin", "bwrap"), `#!/bin/sh\n${script}\n`);
  chmodSync(join(home.data, "bin", "bwrap"), 0o755);
};

/** A project whose settings leave a witness when they are read. */
const aProject = (home: Home): string => {
  const project = join(home.folder, "shop");
  mkdirSync(project);
  const witness = join(home.folder, "witness");
  writeFileSync(join(project, "manage.py"), `open(${JSON.stringify(witness)}, "w").close()\nprint("ran")\n`);
  return project;
};

/** What every tier below the best shares: it is named, with the reason; what is not trusted does not run. */
const expectTier = async (home: Home, through: readonly [string, ...string[]], tier: string, reason: RegExp): Promise<void> => {
  const options = { through };
  const { stdout } = await djdesk(home, ["doctor"], options);
  expect(stdout).toMatch(new RegExp(`Protection +(?:${tier}) `));
  expect(stdout).toMatch(reason);
  const project = aProject(home);
  const refused = await djdesk(home, ["run", project, "check"], options);
  expect(refused.code).toBe(2);
  expect(refused.stderr).toMatch(/trust/i);
  expect(existsSync(join(home.folder, "witness"))).toBe(false);
};

const node = process.execPath;

describe("O11 bwrap missing, AppArmor-blocked, old → tier shown, untrusted projects not run", () => {
  it("says that it is missing", async ({ skip }) => {
    const bubblewrap = await walled();
    if (bubblewrap === null) return skip("no bubblewrap to hide bubblewrap with");
    using home = aHome();
    // Where it would be found lies a device.
    const places = systemFolders.map((folder) => join(folder, "bwrap")).filter((path) => existsSync(path));
    const hidden = places.flatMap((path) => ["--dev-bind", "/dev/null", path]);
    const path = { ...home, env: { ...home.env, PATH: "/usr/bin:/bin" } };
    await expectTier(
      { ...path, [Symbol.dispose]: () => {} },
      [bubblewrap, "--dev-bind", "/", "/", ...hidden, "--", node],
      "landlock|none",
      /bubblewrap is not installed/,
    );
  });

  it("says that the kernel forbids it namespaces", async ({ skip }) => {
    const bubblewrap = await walled();
    if (bubblewrap === null || (await bubblewrapFolder()) === null) return skip("no bubblewrap that can forbid them");
    using home = aHome();
    // To an ordinary user the programs of root are nobody's there.
    const forbidding = ["--unshare-user", "--disable-userns", "--cap-drop", "ALL", "--dev-bind", "/", "/", "--", node];
    await expectTier(home, [bubblewrap, ...forbidding], "landlock|none", /bubblewrap (?:\d\S* does not work here|is not used): /);
  });

  it("says that it does not work", async () => {
    using home = aHome();
    putFirst(
      home,
      `[ "$1" = --version ] && echo "bubblewrap 0.11.0" && exit\necho "bwrap: setting up uid map: Permission denied" >&2\nexit 1`,
    );
    await expectTier(home, [node], "landlock|none", /bubblewrap 0\.11\.0 does not work here: bwrap: setting up uid map: Permission denied/);
  });

  it("says that one walls nothing in", async () => {
    using home = aHome();
    putFirst(
      home,
      `[ "$1" = --version ] && echo "bubblewrap 0.11.0" && exit\nwhile [ "$1" != -- ]; do [ "$1" = --chdir ] && cd "$2"; shift; done\nshift\nexec "$@"`,
    );
    await expectTier(home, [node], "landlock|none", /bubblewrap 0\.11\.0 does not work here: /);
  });

  it("uses an old one with the system's unshare", async ({ skip }) => {
    const bubblewrap = await walled();
    if (bubblewrap === null) return skip("no bubblewrap");
    using home = aHome();
    putFirst(home, `[ "$1" = --version ] && echo "bubblewrap 0.8.0" && exit\nexec ${bubblewrap} "$@"`);
    await expectTier(home, [node], "full", /bubblewrap 0\.8\.0 with unshare/);
  });

  it("runs nothing without a sandbox until that is agreed to for the folder", async () => {
    using home = aHome();
    await expectTier(home, ["/usr/bin/env", "DJDESK_PROTECTION=none", node], "none", /DJDESK_PROTECTION is `none`/);
  });
});

it("X26 is not fooled by a bwrap of an activated environment", async () => {
  using home = aHome();
  const bin = join(home.folder, ".venv", "bin");
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(home.folder, ".venv", "pyvenv.cfg"), "");
  writeFileSync(join(bin, "bwrap"), `#!/bin/sh\ntouch ${home.folder}/executed\n`);
  chmodSync(join(bin, "bwrap"), 0o755);
  const { stdout } = await djdesk(home, ["doctor"], { env: { PATH: `${bin}:/usr/bin:/bin` } });
  expect(stdout).toMatch(/protection|sandbox|landlock|full/i);
  expect(existsSync(join(home.folder, "executed"))).toBe(false);
  expect(findProgram("bwrap", [bin])).toBeNull();
});
