import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { axeFaults, openSampleStage } from "../support/open-page.ts";

const { stage, slug } = await openSampleStage();

const boxes = (page: Page) => page.locator(".box-model");
const download = async (page: Page, name: string): Promise<string> => {
  await page.getByRole("button", { name: "Export" }).click();
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("menuitem", { name: new RegExp(`^${name}`) }).click()]);
  return readFileSync(await file.path()).toString(name === "PNG" ? "latin1" : "utf8");
};

it("shows the way from one model to another, and says when there is none", async () => {
  const page = await stage.open(`/w/${slug}/schema`);
  await page.getByRole("combobox", { name: "Focus on a model" }).fill("publications.Citation");
  await page.getByRole("combobox", { name: "Way to a model" }).fill("telescopes.Site");
  await expect.poll(() => page.url()).toContain("to=telescopes.Site");
  await boxes(page).first().waitFor();
  const said = await page.locator(".schema-count").innerText();
  const [models = 0, relations = 0] = (said.match(/\d+/g) ?? []).map(Number);
  expect(models).toBeGreaterThan(2);
  expect(relations).toBe(models - 1);
  await expect.poll(() => boxes(page).count()).toBe(models);
  await page.goto(`${stage.url}/w/${slug}/schema?focus=sessions.Session&to=telescopes.Site`);
  await page.getByText("No way leads from one to the other").waitFor();
});

it("hides models by glob, in the address", async () => {
  const page = await stage.open(`/w/${slug}/schema`);
  await boxes(page).first().waitFor();
  const before = await boxes(page).count();
  await page.getByRole("textbox", { name: /^Hide models/ }).fill("auth, contenttypes.*, people.A*");
  await expect.poll(() => boxes(page).count()).toBeLessThan(before);
  expect(page.url()).toContain("hide=auth,contenttypes.*,people.A*");
  const named = (name: string) => page.locator(".box-name").getByText(name, { exact: true });
  await expect.poll(() => named("Astronomer").count()).toBe(0);
  await expect.poll(() => named("Reviewer").count()).toBe(1);
});

it("keeps every model where it was over a rescan, until one tidies up", async () => {
  const page = await stage.open(`/w/${slug}/schema?detail=names&hide=people.*`);
  await boxes(page).first().waitFor();
  const places = () =>
    page.evaluate(() =>
      Object.fromEntries(
        [...document.querySelectorAll<HTMLElement>(".react-flow__node-box")].map((box) => [box.dataset["id"], box.style.transform]),
      ),
    );
  const before = await places();
  await page.getByRole("textbox", { name: /^Hide models/ }).fill("");
  await expect.poll(async () => Object.keys(await places()).length).toBeGreaterThan(Object.keys(before).length);
  const after = await places();
  for (const [label, place] of Object.entries(before)) expect([label, after[label]]).toEqual([label, place]);
  await page.getByRole("button", { name: "Tidy up" }).click();
  await expect.poll(async () => JSON.stringify(await places()) === JSON.stringify(after)).toBe(false);
});

describe("exports", () => {
  it("save what is drawn, as pictures and as text", async () => {
    const page = await stage.open(`/w/${slug}/schema?focus=telescopes.Telescope`);
    await boxes(page).first().waitFor();
    const svg = await download(page, "SVG");
    expect(svg).toMatch(/^<svg xmlns/);
    expect(svg).toContain(">Telescope</text>");
    expect((await download(page, "PNG")).slice(1, 4)).toBe("PNG");
    expect(await download(page, "Mermaid")).toMatch(/^erDiagram\n/);
    expect(await download(page, "DBML")).toContain('Table "telescopes_telescope"');
    expect(await download(page, "Graphviz")).toMatch(/^digraph schema/);
    expect(await download(page, "PlantUML")).toMatch(/^@startuml/);
  });
});

it.each(["light", "dark"] as const)("axe has nothing against a way in the %s theme", async (colorScheme) => {
  const page = await stage.open(`/w/${slug}/schema?focus=publications.Citation&to=telescopes.Site`, { colorScheme });
  await boxes(page).first().waitFor();
  expect(await axeFaults(page)).toEqual([]);
});

describe("hundreds of models", () => {
  const apps = Array.from({ length: 16 }, (_, index) => `part${index}`);
  const models = Array.from({ length: 30 }, (_, index) => index);

  it("are drawn as a few paths from afar, and as boxes with their lines where one looks", async () => {
    const project = join(stage.folder, "plant");
    for (const [at, app] of apps.entries()) {
      mkdirSync(join(project, app), { recursive: true });
      writeFileSync(join(project, app, "__init__.py"), "");
      const target = (index: number): string => (index === 0 ? (at === 0 ? "self" : `part${at - 1}.Piece29`) : `Piece${index - 1}`);
      const classes = models.map(
        (index) => `class Piece${index}(models.Model):\n    before = models.ForeignKey("${target(index)}", models.CASCADE, null=True)\n`,
      );
      writeFileSync(join(project, app, "models.py"), `from django.db import models\n\n\n${classes.join("\n\n")}`);
    }
    mkdirSync(join(project, "plant"), { recursive: true });
    writeFileSync(join(project, "plant", "settings.py"), `SECRET_KEY = "x"\nINSTALLED_APPS = ${JSON.stringify(apps)}\n`);
    writeFileSync(join(project, "manage.py"), 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "plant.settings")\n');
    await stage.do("addWorkspace", { project_path: project });
    await expect
      .poll(async () => (await stage.do("listWorkspaces", {})).workspaces.find((one) => one.slug === "plant")?.counts?.models, {
        timeout: 60_000,
      })
      .toBe(480);
    const page = await stage.open(`/w/plant/schema?apps=${apps.join(",")}`);
    await page.locator(".far-box").first().waitFor({ state: "attached" });
    await page.getByText("480 models, 480 relations").waitFor();
    expect(await boxes(page).count()).toBe(0);
    expect(await page.locator(".area-name").count()).toBe(apps.length);
    expect(await page.evaluate(() => document.querySelectorAll("*").length)).toBeLessThan(1000);
    // Into the middle of the first app.
    const area = await page
      .locator(".react-flow__node-area")
      .filter({ hasText: /^part0$/ })
      .boundingBox();
    await page.mouse.move((area?.x ?? 0) + (area?.width ?? 0) / 2, (area?.y ?? 0) + (area?.height ?? 0) / 2);
    await expect
      .poll(
        async () => {
          const lines = await page.locator(".react-flow__edge").count();
          // Nothing is made anew while the wheel turns.
          if (lines === 0) await page.mouse.wheel(0, -120);
          return lines;
        },
        { interval: 300, timeout: 20_000 },
      )
      .toBeGreaterThan(0);
    // While it turns the drawing is marked, and dashes are left out; then it is whole again.
    await page.mouse.wheel(0, -20);
    await page.locator(".flow[data-zooming]").waitFor();
    await page.locator(".flow:not([data-zooming])").waitFor();
    const box = boxes(page)
      .filter({ has: page.getByText(/^Piece\d+$/) })
      .first();
    await box.waitFor();
    expect(await boxes(page).count()).toBeLessThan(480);
    await box.hover();
    await page.locator(".line-lit").first().waitFor({ state: "attached" });
    // Out again: what is too small to be read is a path.
    await expect
      .poll(async () => {
        await page.mouse.wheel(0, 120);
        return boxes(page).count();
      })
      .toBe(0);
    // The second time nothing is laid out anew: all stands where it stood.
    const paths = async (): Promise<readonly (string | null)[]> =>
      page.locator(".far-box").evaluateAll((drawn) => drawn.map((path) => path.getAttribute("d")));
    const places = new Set(await paths());
    await page.reload();
    await page.locator(".far-box").first().waitFor({ state: "attached" });
    expect(new Set(await paths())).toEqual(places);
  });
});
