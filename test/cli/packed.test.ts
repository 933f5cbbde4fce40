/** What `npm install --global djdesk` gives: the packed program, in a folder of its own, under any Node. */
import { execFile, execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, realpathSync } from "node:fs";
import { delimiter, dirname, join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { aHome, type Home } from "../support/djdesk.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const run = promisify(execFile);

/** PATH without this repository's own Node, so that `node` is the user's. */
const userPath = (process.env["PATH"] ?? "")
  .split(delimiter)
  .filter((folder) => !folder.includes(`node_modules${sep}`) && existsSync(folder) && realpathSync(folder) !== dirname(process.execPath))
  .join(delimiter);

const userNode = (): number => {
  try {
    return Number(execFileSync("node", ["-p", "process.versions.node.split('.')[0]"], { env: { PATH: userPath } }).toString());
  } catch {
    return 0;
  }
};

describe("the installed package", () => {
  let home: Home;
  let env: Record<string, string>;
  let program = "";
  beforeAll(async () => {
    home = aHome();
    env = { ...home.env, PATH: userNode() === 0 ? (process.env["PATH"] ?? "") : userPath };
    await run("npm", ["pack", "--ignore-scripts", "--pack-destination", home.folder], { cwd: root });
    const archive = readdirSync(home.folder).find((name) => name.endsWith(".tgz")) ?? "";
    mkdirSync(join(home.folder, "prefix", "lib"), { recursive: true });
    // A user's npm knows nothing of this repository's .npmrc.
    const { npm_config_strict_allow_scripts: _, ...userEnv } = process.env;
    const install = ["install", "--global", "--prefix", join(home.folder, "prefix"), join(home.folder, archive)];
    await run("npm", install, { cwd: home.folder, env: userEnv });
    program = join(home.folder, "prefix", "bin", "djdesk");
  });
  afterAll(() => home[Symbol.dispose]());

  it("brings nothing along but Node", () => {
    const modules = join(home.folder, "prefix", "lib", "node_modules", "djdesk", "node_modules");
    expect(readdirSync(modules).filter((name) => !name.startsWith("."))).toEqual([expect.stringMatching(/^node-/)]);
  });

  it("starts under the user's Node, reads the sample with the catalogue, and passes on how it ended", async () => {
    const found = run(program, ["scan", join(root, "samples", "observatory"), "--json"], { env, maxBuffer: 1e8 });
    const { code, stdout } = await found.then(
      (ended) => ({ code: 0, stdout: ended.stdout }),
      (error: { readonly code: number; readonly stdout: string }) => error,
    );
    expect(code).toBe(1);
    const { models, apps } = JSON.parse(stdout);
    expect(models.filter((model: { readonly first_party: boolean }) => model.first_party).length).toBeGreaterThan(25);
    expect(models.map(({ label }: { readonly label: string }) => label)).toContain("auth.Permission");
    expect(apps.length).toBe(11);
    await expect(run(program, ["scan", "nowhere"], { env })).rejects.toMatchObject({ code: 2 });
  });

  it("serves the page, the guide and the sample, and ends when it is told", async () => {
    const serving = execFile(program, ["open", "--sample", "--port", "0"], { env });
    const ended = new Promise<number | null>((resolve) => serving.on("exit", resolve));
    const url = await new Promise<string>((resolve) => {
      let said = "";
      serving.stdout?.on("data", (text: string) => {
        said += text;
        const address = /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0];
        if (address !== undefined) resolve(address);
      });
    });
    const page = await (await fetch(`${url}/`)).text();
    const script = /src="(\/assets\/[^"]+\.js)"/.exec(page)?.[1] ?? "";
    expect((await fetch(`${url}${script}`)).status).toBe(200);
    expect(await (await fetch(`${url}/docs/`)).text()).toMatch(/The desk in ten minutes/);
    await expect
      .poll(async () => (await (await fetch(`${url}/api/workspaces/`)).json()).workspaces[0], { timeout: 30_000 })
      .toMatchObject({ slug: "observatory", status: "ready", counts: { apps: 5 } });
    serving.kill("SIGTERM");
    expect(await ended).toBe(0);
  });
});
