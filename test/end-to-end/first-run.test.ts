import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openStage, type Stage } from "../support/open-page.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

describe("a first visit", () => {
  it("says at the field what is wrong with a path and what to do", async () => {
    const page = await stage.open("/");
    await page.getByRole("heading", { name: "Open a Django project" }).waitFor();
    const field = page.getByRole("combobox", { name: "Folder of the project" });
    await field.fill(join(stage.folder, "nowhere"));
    await page.getByRole("button", { name: "Open", exact: true }).click();
    const fault = page.locator(".field-error");
    await fault.getByText("nowhere").first().waitFor();
    expect(await field.getAttribute("aria-invalid")).toBe("true");
    expect(await fault.innerText()).toContain("existing folder");
    await field.fill(stage.folder);
    expect(await fault.innerText()).toBe("");
  });

  it("refuses a folder without a Django project and names what was looked for", async () => {
    mkdirSync(join(stage.folder, "recipes"));
    const page = await stage.open("/");
    await page.getByRole("combobox", { name: "Folder of the project" }).fill(join(stage.folder, "recipes"));
    await page.keyboard.press("Enter");
    await page.locator(".field-error").getByText("manage.py").first().waitFor();
    expect((await stage.do("listWorkspaces", {})).workspaces).toEqual([]);
  });

  it("completes folders while a path is typed", async () => {
    const project = join(stage.folder, "orchard");
    mkdirSync(project);
    writeFileSync(join(project, "manage.py"), "");
    const page = await stage.open("/");
    await page.getByRole("combobox", { name: "Folder of the project" }).pressSequentially(join(stage.folder, "orch"));
    const option = page.getByRole("option", { name: /orchard/ });
    await option.waitFor();
    expect(await option.innerText()).toContain("Django project");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    expect(await page.getByRole("combobox", { name: "Folder of the project" }).inputValue()).toContain("orchard");
  });

  it("opens the sample in one click and shows what its source holds", async () => {
    const page = await stage.open("/");
    await page.getByRole("button", { name: "Observatory" }).click();
    await page.waitForURL(/\/w\/observatory$/);
    await page.getByRole("heading", { name: "Observatory", level: 1 }).waitFor();
    const strip = page.getByRole("list", { name: "Insights" });
    await strip.waitFor();
    const { models } = await stage.do("readFacts", { slug: "observatory", section: "models" });
    const own = models?.filter((model) => model.first_party && !model.abstract && !model.auto_created).length;
    expect(own).toBeGreaterThan(5);
    await expect.poll(() => strip.getByRole("listitem").first().innerText()).toContain(String(own));
    for (const app of ["telescopes", "observations", "people", "publications"]) {
      await page.getByRole("rowheader", { name: app }).waitFor();
    }
    await page.getByRole("listitem").filter({ hasText: "Discovered" }).first().waitFor();
  });

  it("forgets a workspace only after saying what goes and what stays", async () => {
    const page = await stage.open("/");
    await page.getByRole("button", { name: "Forget Observatory" }).click();
    const dialog = page.getByRole("alertdialog");
    await dialog.getByText("No file in").waitFor();
    await dialog.getByRole("button", { name: "Keep" }).click();
    await dialog.waitFor({ state: "hidden" });
    await page.getByRole("link", { name: "Observatory" }).first().waitFor();
    await page.getByRole("button", { name: "Forget Observatory" }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Forget" }).click();
    await page.getByRole("heading", { name: "Open a Django project" }).waitFor();
    expect((await stage.do("listWorkspaces", {})).workspaces).toEqual([]);
  });
});

/** A drag from outside the browser, as the system gives it: a real folder, whose place the page is not told. */
const dropFolder = async (page: Page, folder: string): Promise<void> => {
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [folder], dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver"] as const) await session.send("Input.dispatchDragEvent", { type, x: 300, y: 300, data });
  await page.getByText("Drop the folder to open it").waitFor();
  await session.send("Input.dispatchDragEvent", { type: "drop", x: 300, y: 300, data });
  await page.getByText("Drop the folder to open it").waitFor({ state: "hidden" });
};

/** A drag from a program that tells the address. */
const dropAddress = (page: Page, address: string): Promise<void> =>
  page.evaluate((text) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.setData("text/uri-list", text);
    document.body.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
  }, address);

describe("folders dropped, recent and nearby", () => {
  const fieldOf = (page: Page) => page.getByRole("combobox", { name: "Folder of the project" });
  beforeAll(() => {
    for (const name of ["apiary", "brewery", "cidery"]) {
      mkdirSync(join(stage.folder, "valley", name), { recursive: true });
      writeFileSync(join(stage.folder, "valley", name, "manage.py"), "");
    }
  });

  it("opens a dropped folder whose address the other program tells, and refuses what is elsewhere", async () => {
    const page = await stage.open("/");
    await fieldOf(page).waitFor();
    await dropAddress(page, "https://example.com/apiary");
    await page.getByText("What was dropped is no folder of this machine").waitFor();
    expect((await stage.do("listWorkspaces", {})).workspaces).toEqual([]);
    await dropAddress(page, pathToFileURL(join(stage.folder, "valley", "apiary")).href);
    await page.waitForURL(/\/w\/apiary$/);
  });

  it("says that a browser hides where a dropped folder lies, and finds it beside a known one", async () => {
    const page = await stage.open("/");
    await fieldOf(page).waitFor();
    await page.getByRole("link", { name: "Apiary" }).first().waitFor();
    await dropFolder(page, join(stage.folder, "recipes"));
    await page.getByText("The browser does not tell where the dropped “recipes” lies. No folder of that name").waitFor();
    expect(await fieldOf(page).inputValue()).toBe("");
    await dropFolder(page, join(stage.folder, "valley", "brewery"));
    await page.getByText("the one folder of that name nearby").waitFor();
    expect(await fieldOf(page).inputValue()).toBe(join(stage.folder, "valley", "brewery"));
    expect((await stage.do("listWorkspaces", {})).workspaces.map(({ slug }) => slug)).not.toContain("brewery");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/w\/brewery$/);
  });

  it("offers Django projects beside known ones and those opened before, by keyboard alone", async () => {
    const page = await stage.open("/");
    const offers = page.getByRole("region", { name: "Recent and nearby" });
    const cidery = offers.getByRole("button", { name: /cidery/ });
    await cidery.waitFor();
    expect(await cidery.innerText()).toContain("Django project");
    expect(await offers.getByText("valley/apiary").count()).toBe(0);
    await fieldOf(page).focus();
    for (let presses = 0; presses < 20; presses += 1) {
      if ((await page.evaluate(() => document.activeElement?.textContent ?? "")).includes("cidery")) break;
      await page.keyboard.press("Tab");
    }
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/w\/cidery$/);
    await stage.do("forgetWorkspace", { slug: "cidery" });
    await page.goto(`${stage.url}/`);
    await page
      .getByRole("region", { name: "Recent and nearby" })
      .getByRole("button", { name: /cidery.*opened before/ })
      .waitFor();
    for (const slug of ["apiary", "brewery"]) await stage.do("forgetWorkspace", { slug });
  });
});

describe("a lost server", () => {
  it("is said once, keeps what the page knew, and is forgotten when it answers again", async () => {
    const { slug } = await stage.do("openSample", { sample: "library" });
    const page = await stage.open(`/w/${slug}`);
    await page.getByRole("list", { name: "Insights" }).waitFor();
    await stage.stopServer();
    await page.getByText("The desk does not answer").waitFor();
    await page.getByText("Offline", { exact: true }).waitFor();
    expect(await page.getByRole("heading", { level: 1 }).innerText()).toBe("Library");
    await stage.startServer();
    await page.getByText("The desk does not answer").waitFor({ state: "hidden", timeout: 20_000 });
    await page.getByText("Online", { exact: true }).waitFor();
  });
});
