import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { axeFaults, openSampleStage } from "../support/open-page.ts";

const { stage, slug } = await openSampleStage();

describe("the Data Lab", () => {
  it("shows a notebook of the project's facts and hands out the same as a file", async () => {
    const page = await stage.open(`/w/${slug}/lab`);
    await page.getByRole("link", { name: /Query starter/ }).press("Enter");
    await page.getByRole("heading", { name: "Query starter: Observatory" }).waitFor();
    await page.getByRole("combobox", { name: "App" }).selectOption("telescopes");
    await page.getByRole("heading", { name: "telescopes.Telescope" }).waitFor();
    expect(page.url()).toMatch(/app=telescopes/);
    const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Download" }).click()]);
    expect(file.suggestedFilename()).toBe("observatory-telescopes-query-starter.ipynb");
    const saved: unknown = JSON.parse(readFileSync(await file.path(), "utf8"));
    const { notebook } = await stage.do("readNotebook", { slug, key: "query-starter", app: "telescopes" });
    expect(saved).toEqual(notebook);
    expect(await page.getByRole("group", { name: "Code", exact: true }).count()).toBe(
      notebook.cells.filter((cell) => cell.cell_type === "code").length,
    );
  });
});

describe("the guide", () => {
  it("opens beside the screen from its links, is searched, and leaves by Escape or Back", async () => {
    const page = await stage.open(`/w/${slug}`);
    await page.getByRole("link", { name: /does and does not do to a project/ }).click();
    const guide = page.getByRole("dialog", { name: "Guide" });
    await guide.getByRole("heading", { name: "Opening a folder runs nothing of it" }).waitFor();
    expect(page.url()).toContain("guide=read-only");
    await guide.getByRole("textbox", { name: "Search the guide" }).fill("exit codes");
    await guide.getByRole("button", { name: /^Exit codes/ }).press("Enter");
    await guide.getByRole("heading", { name: "Exit codes" }).waitFor();
    expect(page.url()).toContain("guide=cli");
    await page.goBack();
    await guide.getByRole("heading", { name: "Opening a folder runs nothing of it" }).waitFor();
    await page.keyboard.press("Escape");
    await guide.waitFor({ state: "hidden" });
    expect(page.url()).not.toContain("guide=");
  });

  it("has all pages without the network beyond this machine", async () => {
    const page = await stage.open("/?guide=index");
    const foreign: string[] = [];
    page.on("request", (request) => {
      if (!request.url().startsWith(stage.url)) foreign.push(request.url());
    });
    const guide = page.getByRole("dialog", { name: "Guide" });
    for (const title of ["The terminal", "Facts", "Insights", "The REST API"]) {
      await guide.getByRole("button", { name: title, exact: true }).click();
      await guide.getByRole("heading", { name: title, exact: true }).waitFor();
    }
    expect(foreign).toEqual([]);
  });
});

describe("the palette", () => {
  it("finds fields, settings and pages of the guide, with a preview", async () => {
    const page = await stage.open(`/w/${slug}`);
    await page.getByRole("list", { name: "Insights" }).waitFor();
    const open = async (words: string, option: RegExp) => {
      await page.keyboard.press("Control+k");
      const palette = page.getByRole("dialog", { name: "Go to" });
      await palette.waitFor();
      await page.keyboard.type(words);
      await palette.getByRole("option", { name: option }).first().waitFor();
      return palette;
    };
    const palette = await open("spectrograph", /^Spectrograph/);
    await palette.locator(".palette-preview").getByText("telescopes.Spectrograph").waitFor();
    await page.keyboard.press("Escape");
    await (await open("LOGIN_URL", /^LOGIN_URL/)).getByRole("option", { name: /^LOGIN_URL/ }).click();
    await page.waitForURL(/\/settings\?q=LOGIN_URL$/);
    await (await open("0005_exposure", /0005_exposure_airmass/)).getByRole("option", { name: /0005_exposure_airmass/ }).click();
    await page.getByText("AddField").first().waitFor();
    await (await open("guide terminal", /The terminal/)).getByRole("option", { name: /The terminal/ }).click();
    await page.getByRole("dialog", { name: "Guide" }).getByRole("heading", { name: "The terminal" }).waitFor();
    expect(page.url()).toContain("guide=cli");
  });
});

describe.each(["light", "dark"] as const)("in the %s theme", (colorScheme) => {
  it.each([
    ["/lab?notebook=migration-history", "Migration history: Observatory"],
    ["?guide=insights", "Insights"],
  ])("axe has nothing against %s", async (path, heading) => {
    const page = await stage.open(`/w/${slug}${path}`, { colorScheme });
    await page.getByRole("heading", { name: heading, exact: true }).waitFor();
    expect(await axeFaults(page)).toEqual([]);
  });
});
