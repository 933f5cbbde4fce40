import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { axeFaults, openStage, type Stage } from "../support/open-page.ts";

const total = 1_000_000;
let stage: Stage;
let file: string;

/** A bakery whose log has a million lines: every 500th an error with its traceback, one line that occurs once. */
const writeLog = (path: string): void => {
  for (let from = 1; from <= total; from += 100_000) {
    const lines = Array.from({ length: 100_000 }, (_, index) => {
      const line = from + index;
      if (line === 654_321) return `2026-11-24 12:00:00,000 INFO ovens: the sourdough of the day is \u001B[32mready\u001B[0m`;
      if (line % 500 === 0) return `2026-11-24 12:00:00,000 ERROR ovens: batch ${line} burnt`;
      if (line % 500 === 1 && line > 1) return "Traceback (most recent call last):";
      return `2026-11-24 12:00:00,000 INFO ovens: batch ${line} is in`;
    });
    appendFileSync(path, `${lines.join("\n")}\n`);
  }
};

beforeAll(async () => {
  stage = await openStage();
  const project = join(stage.folder, "bakery");
  mkdirSync(join(project, "bakery"), { recursive: true });
  writeFileSync(join(project, "manage.py"), 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "bakery.settings")\n');
  writeFileSync(join(project, "bakery", "__init__.py"), "");
  writeFileSync(
    join(project, "bakery", "settings.py"),
    'SECRET_KEY = "x"\nINSTALLED_APPS = []\nLOGGING = {"version": 1, "handlers": {"f": {"class": "logging.FileHandler", "filename": "ovens.log"}}}\n',
  );
  file = join(project, "ovens.log");
  writeLog(file);
  await stage.do("addWorkspace", { project_path: project });
});
afterAll(() => stage.close());

it("shows the end of a million lines, and any line by search, level and address", async () => {
  const page = await stage.open("/w/bakery/logs");
  await page.getByText("1,000,000 lines").waitFor();
  const log = page.getByRole("log");
  await log.getByText("batch 999999 is in").waitFor();
  expect(await log.locator(".log-line").count()).toBeLessThan(200);

  const asked = performance.now();
  await page.getByRole("textbox", { name: "Search the file" }).fill("SOURDOUGH");
  await page.getByText("1 of 1,000,000 lines").waitFor();
  expect(performance.now() - asked).toBeLessThan(5_000);
  const ready = log.getByText("ready");
  await ready.waitFor();
  expect(await ready.getAttribute("class")).toContain("ansi-green");

  await log.getByRole("button", { name: "Line 654321 in full" }).click();
  await expect.poll(() => page.url()).toContain("line=654321");
  await page.getByRole("textbox", { name: "Search the file" }).fill("");
  const again = await stage.open(new URL(page.url()).pathname + new URL(page.url()).search);
  await again.locator('.log-line[data-lit="true"]').getByText("sourdough").waitFor();
  await again
    .getByRole("region", { name: /^Line 654321 with/ })
    .getByText("batch 654322 is in")
    .waitFor();
});

it("keeps a traceback with its error, and narrows to levels by keyboard", async () => {
  const page = await stage.open("/w/bakery/logs");
  await page.getByText("1,000,000 lines").waitFor();
  await page.getByRole("textbox", { name: "Search the file" }).focus();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.getByText("3,999 of 1,000,000 lines").waitFor();
  expect(page.url()).toContain("levels=error");
  await page.getByRole("log").getByText("Traceback").first().waitFor();
});

it("follows what is written, unless it is paused", async () => {
  const page = await stage.open("/w/bakery/logs");
  const log = page.getByRole("log");
  await log.getByText("batch 999999 is in").waitFor();
  appendFileSync(file, "2026-11-24 13:00:00,000 WARNING ovens: out of flour\n");
  await log.getByText("out of flour").waitFor();
  await page.getByRole("button", { name: "Pause" }).click();
  appendFileSync(file, "2026-11-24 13:00:01,000 INFO ovens: flour is back\n".repeat(80));
  await page.getByText("1,000,081 lines").waitFor({ timeout: 10_000 });
  expect(await log.getByText("out of flour").isVisible()).toBe(true);
});

it.each(["light", "dark"] as const)("axe has nothing against it in the %s theme", async (colorScheme) => {
  const page = await stage.open("/w/bakery/logs?line=654321", { colorScheme });
  await page
    .getByRole("region", { name: /^Line 654321 with/ })
    .getByText("sourdough")
    .waitFor();
  await page.locator('.log-line[data-lit="true"]').waitFor();
  expect(await axeFaults(page)).toEqual([]);
});
