import { describe, expect, it } from "vitest";
import { axeFaults, openSampleStage } from "../support/open-page.ts";

const { stage, slug } = await openSampleStage();

describe("models", () => {
  it("narrow as one types, and the address holds the search", async () => {
    const page = await stage.open(`/w/${slug}/models`);
    await page.getByRole("textbox", { name: /Search models/ }).fill("tele");
    await expect.poll(() => page.url()).toContain("q=tele");
    await page.getByRole("link", { name: /^Telescope/ }).click();
    await page.getByRole("heading", { name: "telescopes.Telescope" }).waitFor();
    const again = await stage.open(new URL(page.url()).pathname + new URL(page.url()).search);
    await again.getByRole("heading", { name: "telescopes.Telescope" }).waitFor();
    expect(await again.getByRole("textbox", { name: /Search models/ }).inputValue()).toBe("tele");
  });

  it("show every field with its type and its place in the source", async () => {
    const { models } = await stage.do("readFacts", { slug, section: "models" });
    const model = models?.find(({ label }) => label === "observations.Observation");
    const page = await stage.open(`/w/${slug}/models?model=observations.Observation`);
    const table = page.getByRole("region", { name: "Fields of observations.Observation" });
    await table.waitFor();
    expect(await table.getByRole("row").count()).toBe((model?.fields.length ?? 0) + 1);
    const row = table.getByRole("row").filter({ hasText: "ForeignKey" }).first();
    expect(await row.innerText()).toMatch(/CASCADE|PROTECT|SET_NULL|RESTRICT|DO_NOTHING/);
    const link = row.locator("a.source-open");
    expect(await link.getAttribute("href")).toMatch(/^vscode:\/\/file\/.+\/observations\/models.*\.py:\d+$/);
  });

  it("open in the editor of one's choice, which is remembered; for the terminal the command is copied", async () => {
    const page = await stage.open(`/w/${slug}/models?model=observations.Observation`);
    const link = page.locator("a.source-open").first();
    const editor = page.getByRole("combobox", { name: "Editor" });
    await editor.focus();
    await page.keyboard.type("PyCharm");
    await expect.poll(() => link.getAttribute("href")).toMatch(/^pycharm:\/\/open\?file=\/.+\/models.*\.py&line=\d+$/);
    await page.reload();
    await expect.poll(() => editor.inputValue()).toBe("pycharm");
    await editor.selectOption("terminal");
    await page
      .getByRole("button", { name: /^Copy the command that opens/ })
      .first()
      .waitFor();
    expect(await link.count()).toBe(0);
  });

  it("lead along relations, and Back returns", async () => {
    const page = await stage.open(`/w/${slug}/models?model=telescopes.Telescope`);
    await page.getByRole("region", { name: "Fields of telescopes.Telescope" }).getByRole("link", { name: "telescopes.Site" }).click();
    await page.getByRole("heading", { name: "telescopes.Site" }).waitFor();
    await page.goBack();
    await page.getByRole("heading", { name: "telescopes.Telescope" }).waitFor();
    expect(new URL(page.url()).searchParams.get("model")).toBe("telescopes.Telescope");
  });

  it("say so when a linked model is gone", async () => {
    const page = await stage.open(`/w/${slug}/models?model=telescopes.Sextant`);
    await page.getByText("No model telescopes.Sextant").waitFor();
    expect(await page.getByRole("article").count()).toBe(0);
  });
});

describe("the schema", () => {
  it("draws a box for each model and lines between them", async () => {
    const page = await stage.open(`/w/${slug}/schema`);
    await page.locator(".box-model").first().waitFor();
    const said = await page.getByText(/\d+ models, \d+ relations/).innerText();
    const [models = 0, relations = 0] = (said.match(/\d+/g) ?? []).map(Number);
    expect(models).toBeGreaterThan(5);
    await expect.poll(() => page.locator(".box-model").count()).toBe(models);
    expect(relations).toBeGreaterThan(5);
    expect(await page.locator(".react-flow__edge").count()).toBe(relations);
  });

  it("focuses on one model and its neighbours, with all fields", async () => {
    const page = await stage.open(`/w/${slug}/schema?focus=telescopes.Site&detail=all`);
    const boxes = page.locator(".box-model");
    await boxes.first().waitFor();
    expect(await page.locator('.box[data-focused="true"]').innerText()).toContain("Site");
    const all = await stage.do("readFacts", { slug, section: "models" });
    expect(await boxes.count()).toBeLessThan(all.models?.length ?? 0);
  });

  it("has the same relations as a table", async () => {
    const page = await stage.open(`/w/${slug}/schema`);
    await page.getByRole("button", { name: "Table" }).click();
    const table = page.getByRole("region", { name: "Relations as a table" });
    await table.waitFor();
    expect(page.url()).toContain("view=table");
    expect(await table.getByRole("row").count()).toBeGreaterThan(5);
  });
});

describe("migrations, URLs and settings", () => {
  it("show what is on disk and what the database holds", async () => {
    const page = await stage.open(`/w/${slug}/migrations`);
    await page.getByText(/\d+ applied\. Read from/).waitFor();
    const row = page.getByRole("listitem").filter({ hasText: "observations" }).filter({ hasText: "1 pending" });
    await row.getByRole("link", { name: "observations" }).click();
    await page.getByRole("heading", { name: "observations" }).waitFor();
    await page.getByRole("link", { name: /0005_exposure_airmass/ }).click();
    await page.getByText("AddField").first().waitFor();
    expect(page.url()).toContain("migration=0005_exposure_airmass");
  });

  it("find a route by its view", async () => {
    const page = await stage.open(`/w/${slug}/urls`);
    const table = page.getByRole("table", { name: "Routes" });
    await table.waitFor();
    const before = Number(await table.getAttribute("aria-rowcount"));
    await page.getByRole("textbox", { name: /Search routes/ }).fill("observations.views");
    await expect.poll(async () => Number(await table.getAttribute("aria-rowcount"))).toBeLessThan(before);
    expect(await table.getByRole("row").nth(1).innerText()).toContain("observations");
  });

  it("say which route answers a path, and fold routes under their prefixes", async () => {
    const page = await stage.open(`/w/${slug}/urls`);
    await page.getByRole("textbox", { name: "Try a path" }).fill("/admin/observations/target/7/change/");
    const answer = page.getByRole("region", { name: "Which route answers a path" });
    await answer.getByText("Answered by").waitFor();
    expect(await answer.innerText()).toContain('object_id="7"');
    await page.getByRole("textbox", { name: "Try a path" }).fill("/no/such/path/");
    await page.getByRole("button", { name: "By prefix" }).click();
    const table = page.getByRole("table", { name: "Routes" });
    const folded = Number(await table.getAttribute("aria-rowcount"));
    await page.getByRole("button", { name: /^\/admin\/ \d+$/ }).press("Enter");
    await expect.poll(async () => Number(await table.getAttribute("aria-rowcount"))).toBeGreaterThan(folded);
    expect(page.url()).toContain("open=admin/");
  });

  it("mask secrets and name where a setting comes from", async () => {
    const page = await stage.open(`/w/${slug}/settings?q=SECRET_KEY`);
    const entry = page.locator(".setting").filter({ hasText: "SECRET_KEY" }).first();
    await entry.waitFor();
    expect(await entry.innerText()).toContain("masked");
    expect(await entry.innerText()).toMatch(/settings\/\w+\.py:\d+/);
    expect(await page.content()).not.toContain("django-insecure");
  });

  it("stand beside those of another module, chosen by keyboard, at an address of their own", async () => {
    const page = await stage.open(`/w/${slug}/settings`);
    const choice = page.getByRole("combobox", { name: "Beside" });
    await choice.focus();
    await page.keyboard.type("observatory.settings.production");
    await expect.poll(() => page.url()).toContain("beside=observatory.settings.production");
    const beside = page.getByRole("region", { name: /beside observatory\.settings\.production$/ });
    await beside
      .getByRole("status")
      .getByText(/^\d+ of \d+ settings differ\.$/)
      .waitFor();
    const row = (name: string) => beside.getByRole("row").filter({ has: page.getByRole("rowheader", { name, exact: true }) });
    expect(await row("ALLOWED_HOSTS").innerText()).toMatch(
      /localhost[^]*local\.py:\d+[^]*desk\.observatory\.example[^]*production\.py:\d+/,
    );
    expect(await row("SECURE_SSL_REDIRECT").innerText()).toMatch(/not set[^]*True[^]*production\.py:\d+/);
    expect(await row("INSTALLED_APPS").count()).toBe(0);
    await page.getByRole("checkbox", { name: /the same, too/ }).press("Space");
    await row("INSTALLED_APPS").waitFor();
    for (const colorScheme of ["light", "dark"] as const) {
      const other = await stage.open(new URL(page.url()).pathname + new URL(page.url()).search, { colorScheme });
      await other
        .getByRole("region", { name: /beside/ })
        .getByRole("status")
        .waitFor();
      expect(await axeFaults(other)).toEqual([]);
      await other.close();
    }
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
    const odd = await stage.open(`/w/${slug}/settings?beside=nowhere.settings`);
    await odd.getByText("`nowhere.settings` is no settings module that the last scan found.").waitFor();
  });
});

describe("the keyboard alone", () => {
  it("goes from the skip link to a model and through the list with arrows", async () => {
    const page = await stage.open(`/w/${slug}/models`);
    await page.getByRole("link", { name: /^Account/ }).waitFor();
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Skip to the content");
    await page.keyboard.press("Enter");
    await page.getByRole("textbox", { name: /Search models/ }).focus();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    const focused = () => page.evaluate(() => document.activeElement?.textContent ?? "");
    const first = await focused();
    await page.keyboard.press("ArrowDown");
    await expect.poll(focused).not.toBe(first);
    await page.keyboard.press("Enter");
    await page.getByRole("article").waitFor();
    expect(page.url()).toContain("model=");
  });

  it("opens anything from the palette", async () => {
    const page = await stage.open(`/w/${slug}`);
    await page.getByRole("list", { name: "Insights" }).waitFor();
    await page.keyboard.press("Control+k");
    const palette = page.getByRole("dialog");
    await palette.waitFor();
    await page.keyboard.type("spectro");
    await palette.getByRole("option", { name: "Spectrograph telescopes" }).waitFor();
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "telescopes.Spectrograph" }).waitFor();
    await page.keyboard.press("Control+k");
    await page.keyboard.type("screen migrations");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/migrations$/);
    await page.keyboard.press("Control+k");
    await page.getByRole("dialog").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "hidden" });
    expect(page.url()).toMatch(/\/migrations$/);
  });
});

describe("addresses that lead nowhere", () => {
  it("say so and lead back", async () => {
    const page = await stage.open("/w/atlantis");
    await page.getByRole("heading", { name: /No workspace/ }).waitFor();
    const other = await stage.open(`/w/${slug}/nothing`);
    await other.getByRole("heading", { name: "Nothing at this address" }).waitFor();
    expect(await other.getByRole("link", { name: "All workspaces", exact: true }).count()).toBe(1);
  });
});
