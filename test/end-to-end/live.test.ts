import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { djangoPython } from "../support/django.ts";
import { axeFaults, openSampleStage } from "../support/open-page.ts";

const endMs = 120_000;
const { stage, slug } = await openSampleStage();

const countStatusRequests = (page: Page): (() => number) => {
  let count = 0;
  page.on("request", (request) => {
    if (request.url().endsWith("/status/")) count += 1;
  });
  return () => count;
};

/** Titles of the scans panel's newest entry, to see a change arrive. */
const activity = (page: Page) => page.getByRole("region", { name: "Activity" }).getByRole("listitem");

describe("the overview", () => {
  it("hears of a change through its socket, without asking", async () => {
    const page = await stage.open(`/w/${slug}`);
    await page.getByTitle("Changes arrive as they happen").waitFor();
    await activity(page).first().waitFor();
    const before = await page.locator(".log-panel li").count();
    const requests = countStatusRequests(page);
    await stage.do("startScan", { slug, kind: "logs" });
    await expect.poll(() => page.locator(".log-panel li").count(), { timeout: 5_000 }).toBeGreaterThan(before);
    expect(requests()).toBe(0);
  });

  it("asks by itself where no socket can be had, and nobody notices", async () => {
    const page = await stage.open("/");
    await page.routeWebSocket(/\/ws\//, (socket) => socket.close());
    await page.getByRole("link", { name: "Observatory" }).first().click();
    await page.getByTitle("Changes are asked for every two seconds").waitFor();
    await page.getByText("Online", { exact: true }).waitFor();
    const before = await page.locator(".log-panel li").count();
    await stage.do("startScan", { slug, kind: "logs" });
    await expect.poll(() => page.locator(".log-panel li").count(), { timeout: 8_000 }).toBeGreaterThan(before);
  });

  it("loses its colour with the desk and gets it back", async () => {
    const page = await stage.open(`/w/${slug}`);
    await page.getByTitle("Changes arrive as they happen").waitFor();
    await stage.stopServer();
    await page.locator('main[data-stale="true"]').waitFor({ timeout: 8_000 });
    await page.getByText("Offline", { exact: true }).waitFor();
    await stage.startServer();
    await page.locator('main[data-stale="false"]').waitFor({ timeout: 20_000 });
    await page.getByTitle("Changes arrive as they happen").waitFor({ timeout: 20_000 });
    expect(await page.getByText("Offline", { exact: true }).count()).toBe(0);
  });
});

describe("a run", () => {
  const lines = 40;
  const kitchen = async (): Promise<string> => {
    const project = join(stage.folder, "kitchen");
    mkdirSync(join(project, "kitchen"), { recursive: true });
    writeFileSync(
      join(project, "manage.py"),
      'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "kitchen.settings")\nfrom django.core.management import execute_from_command_line\nimport sys\nexecute_from_command_line(sys.argv)\n',
    );
    writeFileSync(join(project, "kitchen", "__init__.py"), "");
    writeFileSync(
      join(project, "kitchen", "settings.py"),
      `import time\nfor step in range(1, ${lines + 1}):\n    print(f"step {step} of the soup", flush=True)\n    time.sleep(0.1)\nSECRET_KEY = "x"\nINSTALLED_APPS = []\n`,
    );
    const workspace = await stage.do("addWorkspace", { project_path: project });
    await stage.do("updateWorkspace", { slug: workspace.slug, python: await djangoPython() });
    await stage.do("trustWorkspace", { slug: workspace.slug });
    return workspace.slug;
  };

  it("shows each line once although its socket breaks again and again", async () => {
    const kitchenSlug = await kitchen();
    const page = await stage.open("/");
    let opened = 0;
    await page.routeWebSocket(/\/ws\/task-runs\//, (socket) => {
      opened += 1;
      socket.connectToServer();
      setTimeout(() => void socket.close(), 600);
    });
    const { task_run: run } = await stage.do("queueTaskRun", { workspace: kitchenSlug, preset: "check", confirm_safe: "on" });
    await page.evaluate((path) => history.pushState({}, "", path), `/w/${kitchenSlug}/tasks/${run.id}`);
    await page.evaluate(() => dispatchEvent(new PopStateEvent("popstate")));
    await page.getByRole("log").getByText("Command finished").waitFor({ timeout: endMs });
    const shown = (await page.getByRole("log").innerText()).match(/step \d+ of the soup/g) ?? [];
    expect(shown).toEqual(Array.from({ length: lines }, (_, index) => `step ${index + 1} of the soup`));
    expect(opened).toBeGreaterThan(1);
  });

  it("that ends elsewhere is announced, with the way to its output", async () => {
    const page = await stage.open(`/w/${slug}`);
    await page.getByRole("list", { name: "Insights" }).waitFor();
    const { task_run: run } = await stage.do("queueTaskRun", { workspace: "kitchen", preset: "check", confirm_safe: "on" });
    const notice = page.getByRole("dialog").filter({ hasText: "Run system checks succeeded in kitchen" });
    await notice.waitFor({ timeout: endMs });
    await notice.getByRole("link", { name: "Open its output" }).click();
    await page.waitForURL(new RegExp(`/w/kitchen/tasks/${run.id}$`));
    expect(await page.getByRole("article").innerText()).toContain("Run system checks");
  });
});

describe("a visit", () => {
  it("begins with what is new since the last one, until that is put away", async () => {
    const page = await stage.open(`/w/${slug}`);
    await page.getByRole("list", { name: "Insights" }).waitFor();
    await page.getByRole("region", { name: "Findings" }).getByRole("listitem").first().waitFor();
    const since = page.getByRole("region", { name: "Since your last visit" });
    expect(await since.count()).toBe(0);
    await page.goto(`${stage.url}/w/${slug}/tasks`);
    // As if nobody had looked for three hours.
    await page.evaluate((name) => {
      const visits = JSON.parse(localStorage.getItem(name) ?? "");
      visits.seen.at -= 3 * 3_600_000;
      localStorage.setItem(name, JSON.stringify(visits));
    }, `djdesk-visits-${slug}`);
    const { workspaces } = await stage.do("listWorkspaces", {});
    const project = workspaces.find((workspace) => workspace.slug === slug)?.project_path ?? "";
    appendFileSync(join(project, "people", "models.py"), "\n\nclass Visitor(models.Model):\n    name = models.TextField()\n");
    for (const kind of ["schema", "migrations"] as const) await stage.do("startScan", { slug, kind });
    await expect
      .poll(async () => (await stage.do("readStatus", { slug })).insights.find(({ code }) => code === "models")?.value, { timeout: endMs })
      .toBe("28");
    await page.goto(`${stage.url}/w/${slug}`);
    await since.getByText(/^Since your last visit, 3 h ago: Models 27 → 28 · .*1 new finding/).waitFor();
    const marked = page
      .getByRole("region", { name: "Findings" })
      .getByRole("listitem")
      .filter({ has: page.getByText("new", { exact: true }) });
    await marked.waitFor();
    expect(await marked.innerText()).toContain("people: 1 change without a migration");
    expect(await axeFaults(page)).toEqual([]);
    await page.reload();
    await since.waitFor();
    await since.getByRole("button", { name: "Seen" }).focus();
    await page.keyboard.press("Enter");
    await since.waitFor({ state: "hidden" });
    await page.reload();
    await page.getByRole("region", { name: "Findings" }).getByRole("listitem").first().waitFor();
    expect(await since.count()).toBe(0);
  });
});
