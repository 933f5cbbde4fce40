/** `djdesk live` as a user types it: what the source says beside what a real Django says. */
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readLive } from "../../src/contract/operations/read-live.ts";
import { status as statusShape } from "../../src/contract/shapes/status.ts";
import type { LiveReport } from "../../src/contract/shapes/live.ts";
import { whyNoServer } from "../support/database-servers.ts";
import { bakery, writeBakery } from "../support/bakery-project.ts";
import { djangoPython, whyNoDjango } from "../support/django.ts";
import { aHome, djdesk, djdeskServing, type Ended, type Home } from "../support/djdesk.ts";
import { waitFor } from "../support/serve-process.ts";
import { openShop, type OpenShop } from "../support/shop-project.ts";

const samples = fileURLToPath(new URL("../../samples/", import.meta.url));
const reportOf = ({ stdout }: Ended): LiveReport => readLive.output.parse(JSON.parse(stdout));
const agreeing = ({ sections }: LiveReport): number => sections.reduce((sum, { agree }) => sum + agree, 0);

let home: Home;
beforeAll(() => {
  home = aHome();
});
afterAll(() => home[Symbol.dispose]());

describe.each(["3.2", "4.2", "5.2", "6.0", "6.1"])("the library sample under Django %s", async (version) => {
  const why = await whyNoDjango(version);

  it("is what its source says", async ({ skip }) => {
    if (why !== null) return skip(why);
    const project = join(home.folder, `library-${version}`);
    cpSync(join(samples, "library"), project, { recursive: true });
    const said = await djdesk(home, ["live", project, "--trust", "--json", "--python", await djangoPython(version)]);
    const report = reportOf(said);
    expect(report.disagreements).toEqual([]);
    expect(report.untold).toEqual([]);
    expect(report.django_version).toMatch(new RegExp(`^${version.replace(".", "\\.")}`));
    expect(agreeing(report)).toBeGreaterThan(200);
    expect(said.code).toBe(0);
  });
});

const whyNone = await whyNoDjango();

describe.skipIf(whyNone !== null)(`a project that is not what its source says${whyNone === null ? "" : ` (skipped: ${whyNone})`}`, () => {
  let project: string;
  let python: string;
  beforeAll(async () => {
    python = await djangoPython();
    project = join(home.folder, "bakery");
    writeBakery(project);
  });

  const live = (...words: readonly string[]): Promise<Ended> => djdesk(home, ["live", project, "--python", python, ...words]);
  const status = async () => statusShape.parse(JSON.parse((await djdesk(home, ["status", "bakery", "--json"])).stdout));

  it("is not asked as long as nobody trusts it", async () => {
    const said = await live();
    expect(said).toMatchObject({ code: 2, stdout: "" });
    expect(said.stderr).toContain("trust");
  });

  it("is told apart from its source, thing by thing, and what it prints is no fact", async () => {
    const before = readFileSync(join(project, "ovens/models.py"), "utf8");
    const said = await live("--trust");
    expect(said.code).toBe(1);
    expect(said.stdout).toContain("fields ovens.Oven.name max_length: 40 in the source, 99 in the running project");
    expect(said.stdout).toContain("ovens/models.py:7");
    expect(said.stdout).toMatch(
      /settings LANGUAGE_CODE value: en-us in the source, nl in the running project\n {4}It depends on the environment/,
    );
    expect(said.stdout).not.toContain("Forged");
    expect(said.stdout).not.toContain("flour-and-water");
    expect(readFileSync(join(project, "ovens/models.py"), "utf8")).toBe(before);
  });

  it("says at each figure whose word it is, and puts the disagreement first", async () => {
    const { insights, scans } = await status();
    expect(insights[0]).toMatchObject({ code: "live", mark: "differs", severity: "warning" });
    const mark = (code: string) => insights.find((insight) => insight.code === code);
    expect(mark("models")).toMatchObject({ value: "1", mark: "both" });
    expect(mark("pending-migrations")).toMatchObject({ value: "1", mark: "both", severity: "warning" });
    expect(mark("findings")).toMatchObject({ mark: "source" });
    expect(scans.find(({ kind }) => kind === "live")).toMatchObject({ status: "completed", progress: 100, kind_label: "Live facts" });
  });

  it("is compared again when its source is read anew, and a change since is named as the cause", async () => {
    await using serving = await djdeskServing(home, ["serve", "--port", "0"]);
    const read = async (): Promise<LiveReport> =>
      readLive.output.parse(await (await fetch(`${serving.url}/api/workspaces/bakery/live/`)).json());
    const askedAt = (await read()).asked_at;
    writeFileSync(join(project, "ovens/models.py"), `${bakery["ovens/models.py"] ?? ""}    heat = models.IntegerField()\n`);
    await waitFor(async () => (await read()).disagreements.some(({ subject }) => subject === "ovens.Oven.heat"));
    const report = await read();
    expect(report.asked_at).toBe(askedAt);
    expect(report.disagreements.find(({ subject }) => subject === "ovens.Oven.heat")).toMatchObject({
      source: "there",
      live: null,
      cause: "ovens/models.py was changed after life was asked.",
    });
  });

  it("fails with the project's own reason when it does not start, and says so at the scan", async () => {
    writeBakery(project, {
      "bakery/urls.py": "import nothing_of_that_name\n",
      "ovens/apps.py": "raise RuntimeError('the oven is cold')\n",
    });
    const said = await live();
    expect(said.code).toBe(1);
    expect(said.stderr).toContain("the oven is cold");
    const { scans } = await status();
    expect(scans.find(({ kind }) => kind === "live")).toMatchObject({ status: "failed" });
  });

  it("tells what it can when a part of it does not work", async () => {
    writeBakery(project, { "bakery/urls.py": "import nothing_of_that_name\n" });
    const report = reportOf(await live("--json"));
    expect(report.untold).toEqual([{ section: "urls", message: expect.stringContaining("nothing_of_that_name") }]);
    expect(report.sections.find(({ section }) => section === "models")).toMatchObject({ differ: 0 });
  });
});

describe("a project on PostgreSQL", () => {
  const whyNoShop = whyNoServer("postgresql");
  let shop: OpenShop | undefined;
  beforeAll(async () => {
    if (whyNoShop === null) shop = await openShop("postgresql");
  }, 300_000);
  afterAll(() => shop?.close());

  it("tells which migrations are applied, which its source cannot", async ({ skip }) => {
    if (shop === undefined) return skip(whyNoShop ?? "the server did not start");
    writeFileSync(
      join(shop.folder, "orders/migrations/0002_more.py"),
      'from django.db import migrations\n\nclass Migration(migrations.Migration):\n    dependencies = [("orders", "0001_initial")]\n    operations = []\n',
    );
    const asked = await djdesk(home, ["live", shop.folder, "--trust", "--python", shop.python, "--json"]);
    expect(reportOf(asked)).toMatchObject({ disagreements: [], figures: { pending_migrations: 1 } });
    const slug = basename(shop.folder).toLowerCase();
    const { insights, apps } = statusShape.parse(JSON.parse((await djdesk(home, ["status", slug, "--json"])).stdout));
    expect(insights.find(({ code }) => code === "pending-migrations")).toMatchObject({ value: "1", mark: "live", severity: "warning" });
    expect(apps.find(({ label }) => label === "orders")).toMatchObject({
      pending_migrations: 1,
      applied_source: "live",
      status: "pending",
    });
    // What follows from it is known too.
    expect(insights.find(({ code, mark }) => code === "pending-migrations" && mark === "source")).toMatchObject({ severity: "warning" });
    expect(await shop.server.sql("shop", "SELECT count(*) FROM django_migrations")).toBe("1");
  });
});
