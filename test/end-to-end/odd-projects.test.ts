/** Projects at the edges, read for real: each screen says something that helps. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeIn } from "../support/library-project.ts";
import { openStage, type Stage } from "../support/open-page.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

/** With `DJDESK_SHOTS` a picture of each screen is kept in that folder. */
const shots = process.env["DJDESK_SHOTS"];
const screens = ["", "/models", "/schema", "/migrations", "/urls", "/settings", "/logs", "/tasks", "/lab"] as const;
type Screen = (typeof screens)[number];

const model = (name: string, field: string): string =>
  `from django.db import models\n\n\nclass ${name}(models.Model):\n    ${field} = models.CharField(max_length=9)\n`;

/** Writes a project whose settings install the apps and end with `more`. */
const writeProject = (folder: string, apps: Readonly<Record<string, string>>, more = ""): void => {
  mkdirSync(folder, { recursive: true });
  writeIn(folder, "manage.py", 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_conf.settings")\n');
  writeIn(folder, "site_conf/__init__.py", "");
  const labels = JSON.stringify(Object.keys(apps));
  writeIn(folder, "site_conf/settings.py", `SECRET_KEY = "x"\nINSTALLED_APPS = ${labels}\nROOT_URLCONF = "site_conf.urls"\n${more}`);
  writeIn(folder, "site_conf/urls.py", "urlpatterns = []\n");
  for (const [app, text] of Object.entries(apps)) {
    writeIn(folder, `${app}/__init__.py`, "");
    writeIn(folder, `${app}/models.py`, text);
  }
};

const read = async (project_path: string): Promise<string> => {
  const { slug } = await stage.do("addWorkspace", { project_path });
  const isRead = async (): Promise<boolean> => {
    const { workspaces } = await stage.do("listWorkspaces", {});
    return workspaces.find((workspace) => workspace.slug === slug)?.last_scan_at != null;
  };
  await expect.poll(isRead, { timeout: 60_000 }).toBe(true);
  return slug;
};

/** What the screens say, each in a window of a desk and of a phone; the page went wrong on none and is wider on none. */
const visit = async (name: string, slug: string): Promise<Readonly<Record<Screen, string>>> => {
  const said: Partial<Record<Screen, string>> = {};
  const page: Page = await stage.open(`/w/${slug}`, { colorScheme: "dark" });
  const faults: string[] = [];
  for (const screen of screens) {
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.emulateMedia({ colorScheme: "light" });
    await page.goto(`${stage.url}/w/${slug}${screen}`);
    await page.getByRole("heading").first().waitFor();
    await page.waitForFunction(() => document.querySelector(".skeleton") === null && document.querySelector("main") !== null);
    if (screen === "/schema") await page.locator(".box, .empty").first().waitFor();
    said[screen] = await page.locator("main").innerText();
    if (said[screen].includes("Something in this page went wrong")) faults.push(`${screen}: went wrong`);
    for (const [width, colorScheme] of [
      [1280, "light"],
      [390, "dark"],
    ] as const) {
      await page.setViewportSize({ width, height: 844 });
      await page.emulateMedia({ colorScheme });
      if (await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth))
        faults.push(`${screen}: too wide at ${width}`);
      if (shots !== undefined) await page.screenshot({ path: join(shots, `${name}${screen.replace("/", "-")}-${width}.png`) });
    }
  }
  await page.close();
  expect(faults).toEqual([]);
  const { "": overview = "", ...rest } = said;
  return {
    "": overview,
    "/models": "",
    "/schema": "",
    "/migrations": "",
    "/urls": "",
    "/settings": "",
    "/logs": "",
    "/tasks": "",
    "/lab": "",
    ...rest,
  };
};

describe("each screen says something useful of a project", () => {
  it("without apps", async () => {
    writeProject(join(stage.folder, "bare"), {});
    const said = await visit("bare", await read(join(stage.folder, "bare")));
    expect(said["/models"]).toContain("No models in this project");
    expect(said["/schema"]).toContain("No models to draw");
    expect(said["/migrations"]).toContain("No migrations");
    expect(said["/urls"]).toContain("ROOT_URLCONF is site_conf.urls");
    expect(said["/settings"]).toContain("ROOT_URLCONF");
    expect(said["/logs"]).toContain("The settings name no log file");
    expect(said["/tasks"]).toContain("manage.py");
    expect(said["/lab"]).toContain("Schema audit");
  });

  it("with two hundred apps", async () => {
    const apps = Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`ward${index}`, model(`Bed${index}`, "label")]));
    writeProject(join(stage.folder, "hospital"), apps);
    const said = await visit("hospital", await read(join(stage.folder, "hospital")));
    expect(said[""]).toContain("200 own");
    expect(said[""]).toContain("ward199");
    expect(said["/models"]).toContain("ward0");
    expect(said["/schema"]).toContain("200 models");
    expect(said["/migrations"]).toMatch(/ward0|No migrations/);
  });

  it("whose names are Arabic and Chinese", async () => {
    const shelf = `${model("书架", "名称")}    الكتاب = models.ForeignKey("مكتبة.كتاب", models.CASCADE)\n`;
    writeProject(join(stage.folder, "مكتبة 图书馆"), { مكتبة: model("كتاب", "العنوان"), 图书馆: shelf }, 'اسم = "قيمة"\n');
    const slug = await read(join(stage.folder, "مكتبة 图书馆"));
    const said = await visit("names", slug);
    for (const screen of ["", "/models", "/schema"] as const) expect(said[screen]).toContain("مكتبة");
    expect(said["/schema"]).toContain("书架");
    const page = await stage.open(`/w/${slug}/models?model=${encodeURIComponent("图书馆.书架")}`);
    await page.getByText("الكتاب").first().waitFor();
    await page.goto(`${stage.url}/w/${slug}/schema?focus=${encodeURIComponent("مكتبة.كتاب")}`);
    await expect.poll(() => page.locator(".box-model").count()).toBe(2);
    await page.close();
  });

  it.skipIf(process.platform !== "linux")("at a path as long as the system allows", async () => {
    // 4,095 bytes are the most; the longest file below the project takes 40.
    const room = 4_095 - 40 - stage.folder.length;
    const folder = join(
      stage.folder,
      ...Array.from({ length: Math.floor(room / 201) }, () => "d".repeat(200)),
      "e".repeat((room % 201) - 1),
    );
    expect(folder.length).toBeGreaterThan(4_000);
    writeProject(folder, { garden: model("Bed", "label") });
    const said = await visit("deep", await read(folder));
    expect(said[""]).toContain("garden");
    expect(said["/models"]).toContain("Bed");
    expect(said["/schema"]).toContain("Bed");
    expect(said["/settings"]).toContain("ROOT_URLCONF");
  });

  it("whose settings module does not parse", async () => {
    const folder = join(stage.folder, "torn");
    writeProject(folder, { garden: model("Bed", "label") }, "DATABASES = {\n");
    const said = await visit("torn", await read(folder));
    expect(said[""]).toContain("site_conf/settings.py");
    expect(said["/settings"]).toContain("Not all was read");
    expect(said["/settings"]).toContain("site_conf/settings.py:4");
    expect(said["/migrations"]).toContain("The settings name no database that can be read");
  });
});
