import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeChoir } from "../support/choir-project.ts";
import { djangoPython } from "../support/django.ts";
import { axeFaults, openStage, type Stage } from "../support/open-page.ts";

const endMs = 60_000;
let stage: Stage;
let slug: string;
beforeAll(async () => {
  stage = await openStage();
  const python = await djangoPython();
  const project = join(stage.folder, "choir");
  mkdirSync(project);
  writeChoir(project, python);
  ({ slug } = await stage.do("addWorkspace", { project_path: project }));
  await stage.do("updateWorkspace", { slug, python });
}, 240_000);
afterAll(() => stage.close());

/** Presses Tab until the element of this name has the focus, as a person without a mouse does. */
const tabTo = async (page: Page, name: RegExp): Promise<void> => {
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press("Tab");
    const focused = await page.evaluate(() => {
      const element = document.activeElement;
      const label = element?.id === undefined || element.id === "" ? null : document.querySelector(`label[for="${element.id}"]`);
      return `${label?.textContent ?? ""} ${element?.closest("label")?.textContent ?? ""} ${element?.textContent ?? ""}`.trim();
    });
    if (name.test(focused)) return;
  }
  throw new Error(`Tab never reached ${String(name)}.`);
};

describe("a fixture slice", () => {
  it("is not exported from a folder that nobody trusts", async () => {
    const page = await stage.open(`/w/${slug}/lab?view=fixture&model=choir.Song`);
    await page.getByRole("region", { name: "Trust" }).waitFor();
    expect(await page.getByRole("button", { name: "Export" }).isDisabled()).toBe(true);
  });

  it("is counted, widened, exported and taken along by keyboard alone", async () => {
    await stage.do("trustWorkspace", { slug, protection: "none" });
    const page = await stage.open(`/w/${slug}/lab`);
    await page.getByRole("link", { name: /Fixture slice/ }).waitFor();
    await tabTo(page, /^Fixture slice/);
    await page.keyboard.press("Enter");
    await page.getByRole("textbox", { name: "Primary keys" }).waitFor();
    await tabTo(page, /^Model/);
    await page.keyboard.type("choir.Song");
    await tabTo(page, /^Primary keys/);
    await page.keyboard.type("2");
    await page.keyboard.press("Enter");
    const counted = page.getByRole("region", { name: "What belongs to the slice" });
    await counted.getByRole("rowheader", { name: "choir.Singer" }).waitFor({ timeout: endMs });
    expect(await counted.getByRole("row", { name: /^choir\.Person / }).innerText()).toContain("choir.Singer.person_ptr");
    await tabTo(page, /choir\.Concert/);
    await page.keyboard.press("Space");
    await counted.getByRole("rowheader", { name: "choir.Concert" }).waitFor({ timeout: endMs });
    expect(page.url()).toMatch(/reverse=choir\.Concert/);
    await page.getByRole("button", { name: "Export" }).focus();
    await page.keyboard.press("Enter");
    const link = page.getByRole("link", { name: "Download" });
    await link.waitFor({ timeout: endMs });
    await page.getByText(/all rows were found again/).waitFor({ timeout: endMs });
    await link.focus();
    const [file] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
    expect(file.suggestedFilename()).toBe("choir-choir.Song.json");
    const id = Number(new URL(page.url()).searchParams.get("run"));
    const report = await stage.do("readFixture", { id });
    const text = readFileSync(await file.path(), "utf8");
    expect(text).toBe(readFileSync(report.file?.path ?? "", "utf8"));
    expect(JSON.parse(text)).toHaveLength(report.plan?.rows ?? -1);
    expect(text).not.toMatch(/canar/i);
  }, 200_000);

  it("says what is wrong in the words of the desk", async () => {
    const page = await stage.open(`/w/${slug}/lab?view=fixture&model=choir.Sonng`);
    await page.getByRole("button", { name: "Count what belongs to it" }).click();
    await page
      .getByRole("alert")
      .getByText(/no model choir\.Sonng\. Did you mean choir\.Song/)
      .waitFor({ timeout: endMs });
    await page.getByRole("combobox", { name: "Model" }).fill("song");
    await page.getByRole("button", { name: "Count what belongs to it" }).click();
    const fault = page.getByText("`song` must be the name of a model: app.Model.").first();
    await fault.waitFor();
    expect(await fault.isVisible()).toBe(true);
  }, 100_000);

  it.each(["light", "dark"] as const)("leaves axe nothing to say in the %s theme", async (colorScheme) => {
    const { task_runs: runs } = await stage.do("listTaskRuns", { workspace: slug });
    const last = runs.find(({ status }) => status === "succeeded");
    const page = await stage.open(`/w/${slug}/lab?view=fixture&model=choir.Song&pks=2&run=${last?.id ?? 0}`, { colorScheme });
    await page.getByRole("link", { name: "Download" }).waitFor();
    await page.getByRole("region", { name: "What belongs to the slice" }).waitFor();
    expect(await axeFaults(page)).toEqual([]);
  });
});
