import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { axeFaults, openStage, withSample, type Stage } from "../support/open-page.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  await withSample(stage);
});
afterAll(async () => {
  await stage.close();
});

const screens = [
  "/",
  "/w/observatory",
  "/w/observatory/models",
  "/w/observatory/models?model=observations.Observation",
  "/w/observatory/schema",
  "/w/observatory/schema?focus=telescopes.Site",
  "/w/observatory/schema?view=table",
  "/w/observatory/migrations",
  "/w/observatory/migrations?app=observations&migration=0005_exposure_airmass",
  "/w/observatory/urls",
  "/w/observatory/urls?view=tree&open=admin/&path=/admin/",
  "/w/observatory/settings",
  "/w/observatory/logs",
  "/w/observatory/lab",
  "/w/observatory/tasks",
  "/w/observatory/tasks?preset=sqlmigrate",
  "/w/atlantis",
] as const;

const settle = async (page: Awaited<ReturnType<Stage["open"]>>): Promise<void> => {
  await page.getByRole("heading").first().waitFor();
  await page.waitForFunction(() => document.querySelector(".skeleton") === null);
  await page.evaluate(() => document.fonts.ready);
};

describe.each(["light", "dark"] as const)("in the %s theme", (colorScheme) => {
  it.each(screens)("axe has nothing against %s", async (path) => {
    const page = await stage.open(path, { colorScheme });
    await settle(page);
    expect(await axeFaults(page)).toEqual([]);
    await page.close();
  });
});

it.each([390, 768, 2560])("nothing is wider than a window of %i pixels", async (width) => {
  const page = await stage.open("/", { viewport: { width, height: 844 } });
  const tooWide: string[] = [];
  for (const path of screens) {
    await page.goto(stage.url + path);
    await settle(page);
    const excess = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    if (excess > 0) tooWide.push(`${path}: ${excess} px`);
  }
  expect(tooWide).toEqual([]);
});

it("an empty desk is clean too", async () => {
  const empty = await openStage();
  try {
    const page = await empty.open("/", { viewport: { width: 390, height: 844 } });
    await page.getByRole("heading", { name: "Open a Django project" }).waitFor();
    expect(await axeFaults(page)).toEqual([]);
  } finally {
    await empty.close();
  }
});

it("follows the system's theme until one is chosen, and keeps the choice", async () => {
  const page = await stage.open("/", { colorScheme: "dark" });
  const theme = () => page.evaluate(() => document.documentElement.dataset["theme"]);
  expect(await theme()).toBe("dark");
  await page.emulateMedia({ colorScheme: "light" });
  await expect.poll(theme).toBe("light");
  await page.getByRole("radio", { name: "Dark theme" }).check({ force: true });
  expect(await theme()).toBe("dark");
  await page.reload();
  expect(await theme()).toBe("dark");
});

it("a poll moves nothing on the page", async () => {
  const page = await stage.open("/w/observatory");
  await settle(page);
  await page.getByRole("list", { name: "Insights" }).waitFor();
  await page.waitForTimeout(1_000);
  const shift = await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let sum = 0;
        const observer = new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) sum += "value" in entry ? Number(entry.value) : 0;
        });
        observer.observe({ type: "layout-shift", buffered: false });
        setTimeout(() => resolve(sum), 5_000);
      }),
  );
  expect(shift).toBe(0);
});

/** Kilobytes of code and styles that a fresh visit brings, gzipped; what is fetched while idle (the palette) counts. */
const weigh = async (path: string): Promise<number> => {
  const page = await stage.open(path);
  await settle(page);
  await page.waitForFunction(() => performance.getEntriesByType("resource").some(({ name }) => /palette-/.test(name)));
  const names = await page.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => new URL(name).pathname));
  await page.close();
  const assets = new Set(names.filter((name) => /^\/assets\/.*\.(js|css)$/.test(name)));
  return [...assets].reduce((sum, name) => sum + gzipSync(readFileSync(join(stage.pageFolder, name))).length, 0) / 1000;
};

it.each(["/", ...screens.filter((path) => path.startsWith("/w/observatory") && !path.includes("/schema") && !path.includes("?"))])(
  "a visit to %s brings at most 250 kB gzip",
  async (path) => {
    const weight = await weigh(path);
    expect(weight).toBeGreaterThan(100);
    expect(weight).toBeLessThan(250);
  },
);

it("the console has nothing to complain of, the content policy included", () => {
  expect(stage.complaints.filter((text) => !text.includes("404"))).toEqual([]);
});
