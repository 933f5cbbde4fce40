/** The overview before, while and after the running project is asked, in a real browser with a real Django. */
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bakery, writeBakery } from "../support/bakery-project.ts";
import { djangoPython, whyNoDjango } from "../support/django.ts";
import { axeFaults, openStage, type Stage } from "../support/open-page.ts";

const why = await whyNoDjango();

describe.skipIf(why !== null)(`source and life${why === null ? "" : ` (skipped: ${why})`}`, () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
    const folder = join(stage.folder, "bakery");
    writeBakery(folder);
    await stage.do("addWorkspace", { project_path: folder });
    await stage.do("updateWorkspace", { slug: "bakery", python: await djangoPython() });
  }, 120_000);
  afterAll(() => stage.close());

  it("are not compared before the folder is trusted, and then at a press of the keyboard", async () => {
    const page = await stage.open("/w/bakery/");
    const panel = page.getByRole("region", { name: "Source and life", exact: true });
    const button = panel.getByRole("button");
    await panel.getByText("Needs your trust in this folder.").waitFor();
    expect(await button.isDisabled()).toBe(true);
    await stage.do("trustWorkspace", { slug: "bakery", protection: "none" });
    await page.reload();
    await panel.getByRole("button", { name: "Ask the running project", disabled: false }).focus();
    await page.keyboard.press("Enter");
    await panel.getByText("3 differ").waitFor();
    const list = page.getByRole("region", { name: "Source and life disagree" });
    const field = list.getByRole("listitem").filter({ hasText: "ovens.Oven.name" });
    expect(await field.innerText()).toMatch(/max_length[\s\S]*Source\s+40\s+Life\s+99[\s\S]*ovens\/models\.py:7/);
    const strip = page.getByRole("list", { name: "Insights" });
    expect((await strip.getByRole("listitem").first().innerText()).startsWith("Source and life")).toBe(true);
    expect(await strip.getByRole("listitem").filter({ hasText: "Models" }).first().innerText()).toMatch(/both agree$/);
    expect(await strip.getByRole("listitem").filter({ hasText: "Findings" }).innerText()).toMatch(/source$/);
  });

  it.each(["light", "dark"] as const)("leave axe nothing to say in the %s theme", async (colorScheme) => {
    const page = await stage.open("/w/bakery/", { colorScheme });
    await page.getByText("By part").click();
    await page.getByRole("region", { name: "Source and life disagree" }).waitFor();
    expect(await axeFaults(page)).toEqual([]);
  });

  it("say why the project could not be asked, and keep what was known", async () => {
    writeBakery(join(stage.folder, "bakery"), {
      "ovens/apps.py": `${bakery["ovens/apps.py"] ?? ""}\nraise RuntimeError("the oven is cold")\n`,
    });
    const page = await stage.open("/w/bakery/");
    await page.getByRole("button", { name: "Ask again" }).click();
    const panel = page.getByRole("region", { name: "Source and life", exact: true });
    await panel.getByText(/the oven is cold/).waitFor();
    expect(await panel.innerText()).toContain("differ");
  });
});
