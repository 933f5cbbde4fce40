import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { axeFaults, openSampleStage } from "../support/open-page.ts";

const endMs = 120_000;
const { stage, slug } = await openSampleStage();

describe("running a command", () => {
  it("shows the exact command before, the log while, and the evidence after", async () => {
    const page = await stage.open(`/w/${slug}/tasks?preset=showmigrations`);
    await page.getByRole("heading", { name: "Diff migrations" }).waitFor();
    await page.getByRole("textbox", { name: /^App/ }).fill("observations");
    const preview = page.getByRole("region", { name: "What will run" });
    const command = await preview.getByRole("status").innerText();
    expect(command).toMatch(/^python manage\.py showmigrations.* observations$/);
    const run = page.getByRole("button", { name: "Run", exact: true });
    expect(await run.isDisabled()).toBe(true);
    await page.getByRole("checkbox", { name: /read-only contract/ }).check();
    await run.click();
    await page.waitForURL(/\/tasks\/\d+$/);
    const log = page.getByRole("log");
    await log.getByText("Executing").waitFor({ timeout: endMs });
    await page.getByRole("article").getByText("Succeeded").waitFor({ timeout: endMs });
    await log.getByText("[ ] 0005_exposure_airmass").waitFor();
    await log.getByText("Command finished with exit code 0.").waitFor();
    expect(await page.getByRole("article").innerText()).toContain("Files changed");
    const id = Number(page.url().split("/").at(-1));
    const stored = await stage.do("readTaskRun", { id });
    expect(stored.metadata.command.raw).toBe(command);
  });

  it("keeps a run at its address, in the history and over a restart; running again fills the form", async () => {
    await stage.stopServer();
    await stage.startServer();
    const page = await stage.open(`/w/${slug}/tasks/1`);
    await page.getByRole("log").getByText("Command finished with exit code 0.").waitFor();
    await page
      .getByRole("link", { name: /Diff migrations/ })
      .filter({ hasText: "showmigrations" })
      .last()
      .waitFor();
    await page.getByRole("link", { name: "Run again" }).click();
    await page.getByRole("textbox", { name: /^App/ }).waitFor();
    expect(await page.getByRole("textbox", { name: /^App/ }).inputValue()).toContain("observations");
  });

  it("finds lines by search and by level, in the address", async () => {
    const page = await stage.open(`/w/${slug}/tasks?preset=check-deploy`);
    await page.getByRole("checkbox", { name: /read-only contract/ }).check();
    await page.getByRole("button", { name: "Run", exact: true }).click();
    const log = page.getByRole("log");
    await log.getByText(/Command finished/).waitFor({ timeout: endMs });
    await page.getByRole("button", { name: /^Warnings \d+/ }).click();
    await expect.poll(() => page.url()).toContain("errors=warning");
    await log.getByText("security.W004").waitFor();
    expect(await log.getByText("Executing").count()).toBe(0);
    await page.getByRole("textbox", { name: "Search the output" }).fill("no such words");
    await log.getByText("No line matches").waitFor();
  });

  it("says what failed, in one sentence, above the log", async () => {
    const page = await stage.open(`/w/${slug}/tasks?preset=dumpdata`);
    await page.getByRole("textbox", { name: /Apps or models/ }).fill("atlantis");
    await page.getByRole("checkbox", { name: /read-only contract/ }).check();
    await page.getByRole("button", { name: "Run", exact: true }).click();
    await page.getByRole("article").getByRole("alert").getByText("atlantis").waitFor({ timeout: endMs });
    await page.getByRole("article").getByText("Failed").waitFor();
    expect(await page.getByRole("log").innerText()).toContain("atlantis");
  });

  it("compares two runs of a command, chosen by keyboard, at an address of their own", async () => {
    const { task_run } = await stage.do("queueTaskRun", {
      workspace: slug,
      preset: "showmigrations",
      confirm_safe: true,
      app_label: "people",
    });
    await expect.poll(async () => (await stage.do("readTaskRun", { id: task_run.id })).status, { timeout: endMs }).toBe("succeeded");
    const page = await stage.open(`/w/${slug}/tasks/${task_run.id}`);
    const choice = page.getByRole("combobox", { name: "Compare with" });
    await choice.focus();
    await page.keyboard.press("ArrowDown");
    await page.waitForURL(/against=1$/);
    const comparison = page.getByRole("region", { name: "Comparison" });
    await comparison.getByRole("status").getByText("1 line added, 5 lines removed").waitFor();
    await comparison.locator(".comparison-removed", { hasText: "observations" }).waitFor();
    await comparison.locator(".comparison-added", { hasText: "people" }).waitFor();
    expect(await comparison.getByText("Executing").count()).toBe(0);
    for (const colorScheme of ["light", "dark"] as const) {
      const other = await stage.open(`/w/${slug}/tasks/${task_run.id}?against=1`, { colorScheme });
      await other.getByRole("region", { name: "Comparison" }).getByRole("status").waitFor();
      expect(await axeFaults(other)).toEqual([]);
      await other.close();
    }
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
    // The earlier run stands first from either side.
    await page.goto(`${stage.url}/w/${slug}/tasks/1?against=${task_run.id}`);
    await comparison.getByRole("status").getByText("1 line added, 5 lines removed").waitFor();
    await choice.selectOption("");
    await page.getByRole("log").getByText("Command finished with exit code 0.").waitFor();
    expect(page.url()).not.toContain("against");
  });

  it("puts the desk's objections at the fields they belong to", async () => {
    const page = await stage.open(`/w/${slug}/tasks?preset=sqlmigrate`);
    await page.getByRole("checkbox", { name: /read-only contract/ }).check();
    await page.getByRole("combobox", { name: /^App/ }).fill("--settings=evil");
    await page.getByRole("button", { name: "Run", exact: true }).click();
    await page.getByText("begins with a dash").waitFor();
    const field = page.getByRole("combobox", { name: /^App/ });
    expect(await field.getAttribute("aria-invalid")).toBe("true");
    await page.locator(".field-fault", { hasText: "required" }).waitFor();
  });
});

describe("a folder that is not trusted", () => {
  it("runs nothing until the button that explains it is pressed", async () => {
    const project = join(stage.folder, "bakery");
    mkdirSync(join(project, "bakery"), { recursive: true });
    writeFileSync(join(project, "manage.py"), 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "bakery.settings")\n');
    writeFileSync(join(project, "bakery", "__init__.py"), "");
    writeFileSync(join(project, "bakery", "settings.py"), 'SECRET_KEY = "x"\nINSTALLED_APPS = []\n');
    await stage.do("addWorkspace", { project_path: project });
    const page = await stage.open("/w/bakery/tasks?preset=check");
    const banner = page.getByRole("region", { name: "Trust" });
    await banner.getByText("read, not run").waitFor();
    await page.getByRole("checkbox", { name: /read-only contract/ }).check();
    expect(await page.getByRole("button", { name: "Run", exact: true }).isDisabled()).toBe(true);
    await banner.getByRole("button", { name: "Trust this folder" }).click();
    await banner.waitFor({ state: "hidden" });
    await expect.poll(() => page.getByRole("button", { name: "Run", exact: true }).isDisabled()).toBe(false);
  });
});
