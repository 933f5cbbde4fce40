/**
 * Every preset on a real PostgreSQL and a real MySQL, in a sandbox and as its developer runs it: the same end, and nothing
 * written. `DJDESK_MATRIX=all` has it in every tier; otherwise full stands for all.
 */
import { execFile } from "node:child_process";
import { lookup } from "node:dns/promises";
import { hostname, networkInterfaces } from "node:os";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { aSandbox, type SandboxKind } from "../../../test/support/bubblewrap.ts";
import { whyNoServer, type DatabaseUnderTest } from "../../../test/support/database-servers.ts";
import { fingerprint } from "../../../test/support/library-project.ts";
import { runManage } from "../../../test/support/run-manage.ts";
import { namedServer, openShop, writeShop, type OpenShop } from "../../../test/support/shop-project.ts";
import { commands } from "../catalogue/registry.ts";
import { decide } from "../policy.ts";

const isWhole = process.env["DJDESK_MATRIX"] === "all";
const kinds: readonly SandboxKind[] = isWhole ? ["bubblewrap", "unshare", "landlock", "none"] : ["bubblewrap"];

/** What a preset needs to be told. */
const options: Readonly<Record<string, Record<string, unknown>>> = {
  sqlmigrate: { app_label: "orders", migration: "0001" },
  dumpdata: { labels: "orders" },
  "fixture-slice": { model: "orders.Order" },
};

/** Writes where nothing refuses it: outside it does. */
const stealing = `try:
            Order.objects.create(title="stolen")
        except Exception:
            pass`;

describe.each(["postgresql", "mysql"] as const)("on %s", (vendor) => {
  const why = whyNoServer(vendor);
  let server: DatabaseUnderTest | undefined;
  let python = "";
  let folder = "";

  let opened: OpenShop | undefined;
  beforeAll(async () => {
    if (why !== null) return;
    opened = await openShop(vendor);
    ({ server, python, folder } = opened);
  }, 300_000);
  afterAll(async () => {
    await opened?.close();
  });

  /** Exit status as a developer sees it. */
  const plainly = (args: readonly string[]): Promise<number> =>
    new Promise((resolve) => {
      const env = { PATH: "/usr/bin:/bin", HOME: folder, LANG: "C.UTF-8" };
      const child = execFile(python, ["-B", "manage.py", ...args], { cwd: folder, env }, () => resolve(child.exitCode ?? -1));
    });

  /** Both ends of a command, and whether anything is as it was not. */
  const compare = async (kind: SandboxKind, host: string, preset: string, skip: (why: string) => never) => {
    if (why !== null || server === undefined) return skip(why ?? "the server did not start");
    const sandbox = await aSandbox(kind);
    if ("missing" in sandbox) return skip(sandbox.missing);
    const decision = decide(preset, options[preset] ?? {});
    if (decision.kind === "refused") throw new Error(JSON.stringify(decision.errors));
    writeShop(folder, server, { role: "writer", host, ready: stealing });
    const [rows, files] = [await server.dump("shop"), fingerprint(folder)];
    const databaseServers = [namedServer(host, server)];
    const request = { sandbox, command: decision.command, interpreter: python, timeoutMs: 60_000, databaseServers };
    const { reason, changedFiles, output } = await runManage(folder, null, { ...request, pseudonyms: "00".repeat(32) });
    expect(changedFiles).toEqual([]);
    expect(await server.dump("shop")).toBe(rows);
    expect(fingerprint(folder)).toEqual(files);
    const isOwn = commands.find(({ key }) => key === preset)?.isOwn === true;
    const outside = { kind: "exited", exitCode: isOwn ? 0 : await plainly(decision.command.args) };
    expect(isOwn || (await server.dump("shop")) !== rows).toBe(true);
    return { output, inside: reason, outside };
  };

  describe.each(kinds)("in %s", (kind) => {
    it.for(commands.map(({ key }) => key))("%s ends as outside and writes nothing", async (preset, { skip }) => {
      const { inside, outside, output } = await compare(kind, "127.0.0.1", preset, skip);
      expect({ inside, output }).toMatchObject({ inside: outside });
    });

    it("is reached by an address of version 6", async ({ skip }) => {
      const hasVersion6 = Object.values(networkInterfaces()).some((found) => found?.some(({ address }) => address === "::1"));
      if (!hasVersion6) return skip("this machine has no ::1");
      const { inside, output } = await compare(kind, "::1", "dumpdata", skip);
      expect({ inside, output }).toMatchObject({ inside: { exitCode: 0 }, output: expect.stringContaining('"title": "rye"') });
    });

    it("is reached by the name of a host", async ({ skip }) => {
      const found = await lookup(hostname()).catch(() => null);
      if (found?.address !== "127.0.0.1") return skip("the name of this machine does not lead to its loopback");
      const { inside, output } = await compare(kind, hostname(), "dumpdata", skip);
      expect({ inside, output }).toMatchObject({ inside: { exitCode: 0 }, output: expect.stringContaining('"title": "rye"') });
    });

    it("is reached by its Unix socket", async ({ skip }) => {
      const { inside, output } = await compare(kind, server?.socket ?? "/", "dumpdata", skip);
      expect({ inside, output }).toMatchObject({ inside: { exitCode: 0 }, output: expect.stringContaining('"title": "rye"') });
    });
  });
});
