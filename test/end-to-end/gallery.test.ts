import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { states } from "../../src/web/gallery/states.ts";
import { openGallery, type Gallery } from "../support/open-gallery.ts";
import { axeFaults } from "../support/open-page.ts";

let gallery: Gallery;
beforeAll(async () => {
  gallery = await openGallery();
});
afterAll(() => gallery.close());

/** With `DJDESK_SHOTS` a picture of each state is kept in that folder. */
const shots = process.env["DJDESK_SHOTS"];
if (shots !== undefined) mkdirSync(shots, { recursive: true });

/** The states of the same make as others are left to axe only when pictures are taken: they take minutes. */
const isAxed = (name: string): boolean => shots !== undefined || !/\/(?:huge|loading|offline|stale)$/.test(name);

const widths = [390, 1280, 2560];

describe.each(states.map(({ name }) => name))("%s", (name) => {
  it("says something, is clean in both themes, and fits small and large windows", async () => {
    const { page } = gallery;
    await page.emulateMedia({ colorScheme: "light" });
    await page.setViewportSize({ width: 1280, height: 900 });
    await gallery.show(name);
    expect(await page.getByText("Something in this page went wrong").count()).toBe(0);
    expect(await page.getByText("The gallery has no answer").count()).toBe(0);
    expect((await page.locator("main").innerText()).length).toBeGreaterThan(name.endsWith("/loading") ? 5 : 20);
    const faults = isAxed(name) ? await axeFaults(page) : [];
    await page.emulateMedia({ colorScheme: "dark" });
    // Drawn anew: of a large page that changes its theme, parts are still in the old one for a while.
    await gallery.show(name);
    // Of all rules only this one depends on the theme.
    const darkFaults = isAxed(name) ? await axeFaults(page, ["color-contrast"]) : [];
    const tooWide: string[] = [];
    for (const width of widths) {
      await page.setViewportSize({ width, height: width === 390 ? 844 : 900 });
      const excess = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      if (excess > 0) tooWide.push(`${width}: ${excess} px`);
      if (shots === undefined) continue;
      await page.emulateMedia({ colorScheme: width === 1280 ? "light" : "dark" });
      await page.waitForTimeout(200);
      await page.screenshot({ path: join(shots, `${name.replace("/", "-")}-${width}.png`) });
    }
    expect({ faults, darkFaults, tooWide, complaints: gallery.takeComplaints() }).toEqual({
      faults: [],
      darkFaults: [],
      tooWide: [],
      complaints: [],
    });
  });
});
