// The schema screen in a real browser: how long until the first box stands there, frames while it is panned and zoomed,
// and how long a focus on one model takes. Beside it an ER diagram of the same models by `mermaid` from the registry.
//
//   npm run build && node bench/schema.bench.mjs [--models 1000,3000] [--seconds 3] [--no-peer] [--netbox]
//
// Projects are generated below the cache folder (BENCH_CACHE); --netbox adds netbox, put there by
// corpus/truth/get-corpus.py. Frames are counted by their timestamps in the page. Fails outside a budget.
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { parseArgs } from "node:util";
import { openBrowser } from "../test/support/browser.ts";
import { generated } from "./generate-project.mjs";
import { cache, projectWords, root } from "./peer.mjs";

/** Opening everything at once has a budget up to a thousand models; more are opened from the map of apps. */
const budgets = {
  openMs: (models) => (models > 1000 ? Number.POSITIVE_INFINITY : 2000),
  mapMs: 2000,
  focusMs: 100,
  frames: (models) => (models > 1000 ? 30 : 50),
};

const { values } = parseArgs({
  options: {
    models: { type: "string", default: "1000,3000" },
    seconds: { type: "string", default: "3" },
    "no-peer": { type: "boolean", default: false },
    netbox: { type: "boolean", default: false },
  },
});

const answer = async (address) => (await fetch(address)).json();

/** Opens a desk on the project and waits until it has been read. */
const serve = async (words) => {
  const data = mkdtempSync(join(tmpdir(), "djdesk-bench-data-"));
  const child = spawn(process.execPath, [join(root, "bin/djdesk.mjs"), "serve", ...words, "--no-open", "--port", "0", "--data", data], {
    stdio: "ignore",
  });
  const close = () => {
    child.kill("SIGKILL");
    rmSync(data, { recursive: true, force: true });
  };
  process.on("exit", close);
  for (let waited = 0; waited < 120_000; waited += 100) {
    await delay(100);
    if (!existsSync(join(data, "server.json"))) continue;
    const { url } = JSON.parse(readFileSync(join(data, "server.json"), "utf8"));
    const listed = await answer(`${url}/api/workspaces/`);
    const [workspace] = listed.workspaces;
    if (workspace?.last_scan_at != null) return { url, slug: workspace.slug, close };
  }
  throw new Error("The project was not read in time.");
};

/** Milliseconds from the page's own beginning to the frame in which a box stands, and how many stand then. */
const timeToBoxes = async (browser, address) => {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.addInitScript(() => {
    const look = () => {
      if (document.querySelector(".box, .far-box") === null) requestAnimationFrame(look);
      else requestAnimationFrame((at) => Object.assign(globalThis, { boxesAt: at }));
    };
    requestAnimationFrame(look);
  });
  await page.goto(address);
  await page.waitForFunction(() => "boxesAt" in globalThis, undefined, { timeout: 120_000 });
  return { page, ms: await page.evaluate(() => Reflect.get(globalThis, "boxesAt")) };
};

/** Frames a second while `move` goes on, by the timestamps of the frames; `slowest` is the longest between two, in milliseconds. */
const framesDuring = async (page, move) => {
  await page.evaluate(() => {
    const stamps = [];
    Object.assign(globalThis, { stamps, counting: true });
    const note = (at) => {
      stamps.push(at);
      if (Reflect.get(globalThis, "counting") === true) requestAnimationFrame(note);
    };
    requestAnimationFrame(note);
  });
  await move();
  const stamps = await page.evaluate(() => {
    Object.assign(globalThis, { counting: false });
    return Reflect.get(globalThis, "stamps");
  });
  const gaps = stamps.slice(1).map((at, index) => at - (stamps[index] ?? at));
  return { frames: (gaps.length * 1000) / ((stamps.at(-1) ?? 0) - (stamps[0] ?? 0)), slowest: Math.max(...gaps) };
};

const seconds = Number(values.seconds);

const pan = async (page) => {
  const until = Date.now() + seconds * 1000;
  await page.mouse.move(720, 450);
  await page.mouse.down();
  for (let step = 0; Date.now() < until; step += 1) await page.mouse.move(720 + 300 * Math.sin(step / 12), 450 + 200 * Math.sin(step / 9));
  await page.mouse.up();
};

const zoom = async (page) => {
  const until = Date.now() + seconds * 1000;
  await page.mouse.move(720, 450);
  for (let step = 0; Date.now() < until; step += 1) await page.mouse.wheel(0, step % 40 < 20 ? -60 : 60);
};

/** Milliseconds from the click on a model's focus to the frame in which its neighbourhood alone is drawn. */
const focus = async (page) => {
  const button = page.locator(".box-focus").first();
  await button.waitFor({ state: "attached" });
  return button.evaluate(
    (link) =>
      new Promise((resolve) => {
        const begun = performance.now();
        const look = () => {
          if (document.querySelector('.box[data-focused="true"]') === null) requestAnimationFrame(look);
          else requestAnimationFrame((at) => resolve(at - begun));
        };
        if (link instanceof HTMLElement) link.click();
        requestAnimationFrame(look);
      }),
  );
};

const say = (name, figure, isKept, budget) => {
  console.log(`  ${name.padEnd(38)}${figure.padStart(22)}   budget ${budget}${isKept ? "" : "   MISSED"}`);
  if (!isKept) process.exitCode = 1;
};

const measure = async (browser, title, words) => {
  const { url, slug, close } = await serve(words);
  const { models } = await answer(`${url}/api/workspaces/${slug}/facts/?section=models`);
  const own = models.filter((model) => !model.abstract && !model.auto_created);
  const apps = [...new Set(own.map((model) => model.app))].join(",");
  console.log(`${title}: ${own.length} models`);
  try {
    const map = await timeToBoxes(browser, `${url}/w/${slug}/schema`);
    say("map of apps, from opening", `${map.ms.toFixed(0)} ms`, map.ms <= budgets.mapMs, `${budgets.mapMs} ms`);
    await map.page.close();
    const all = await timeToBoxes(browser, `${url}/w/${slug}/schema?apps=${apps}`);
    say(
      "all models, from opening",
      `${all.ms.toFixed(0)} ms`,
      all.ms <= budgets.openMs(own.length),
      own.length > 1000 ? "none" : `${budgets.openMs(own.length)} ms`,
    );
    const wanted = budgets.frames(own.length);
    const showFrames = async (name, move) => {
      const { frames, slowest } = await framesDuring(all.page, () => move(all.page));
      say(`${name}, all models`, `${frames.toFixed(0)}/s, slowest ${slowest.toFixed(0)} ms`, frames >= wanted, `${wanted}/s`);
    };
    await showFrames("pan", pan);
    await showFrames("zoom", zoom);
    await all.page.goto(`${url}/w/${slug}/schema?apps=${own[0].app}`);
    const ms = await focus(all.page);
    say("focus on one model", `${ms.toFixed(0)} ms`, ms <= budgets.focusMs, `${budgets.focusMs} ms`);
    await all.page.close();
  } finally {
    close();
  }
};

const mermaidVersion = "12.3.0";

/** Text of a `mermaid` diagram: each model with its fields, each relation a line. */
const toDiagram = (count) => {
  const fields = ["char", "text", "integer", "boolean", "datetime", "decimal", "slug", "email"];
  const lines = ["erDiagram"];
  for (let index = 0; index < count; index += 1) {
    lines.push(`  Model${index} {`, ...fields.map((type, at) => `    ${type} field_${at}`), "  }");
    if (index > 0) lines.push(`  Model${index} }o--|| Model${index - 1} : parent`);
  }
  return lines.join("\n");
};

const measurePeer = async (browser, count) => {
  const place = join(cache, `mermaid-${mermaidVersion}`);
  const script = join(place, "node_modules/mermaid/dist/mermaid.min.js");
  if (!existsSync(script)) {
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, "package.json"), "{}");
    execFileSync("npm", ["install", "--silent", "--no-audit", "--no-fund", `mermaid@${mermaidVersion}`], { cwd: place, stdio: "inherit" });
  }
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.setContent('<div id="drawing" style="position:absolute"></div>');
  await page.addScriptTag({ path: script });
  const begun = performance.now();
  const drawn = page.evaluate(async (text) => {
    const mermaid = Reflect.get(globalThis, "mermaid");
    mermaid.initialize({ startOnLoad: false, maxTextSize: 1e7, maxEdges: 1e5, securityLevel: "strict" });
    const { svg } = await mermaid.render("diagram", text);
    const drawing = document.querySelector("#drawing");
    if (drawing !== null) drawing.innerHTML = svg;
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }, toDiagram(count));
  const outcome = await Promise.race([drawn.then(() => "drawn"), delay(180_000, "none")]);
  const took = `${((performance.now() - begun) / 1000).toFixed(1)} s`;
  if (outcome === "none") console.log(`  mermaid ${mermaidVersion}: nothing drawn after ${took}`);
  else {
    const { frames } = await framesDuring(page, () =>
      page.evaluate(async (length) => {
        const drawing = document.querySelector("#drawing");
        const until = performance.now() + length;
        for (let step = 0; performance.now() < until; step += 1) {
          if (drawing !== null) drawing.style.translate = `${300 * Math.sin(step / 12)}px ${200 * Math.sin(step / 9)}px`;
          await new Promise((resolve) => requestAnimationFrame(resolve));
        }
      }, seconds * 1000),
    );
    console.log(`  mermaid ${mermaidVersion}, ${count} models: drawn after ${took}, moved at ${frames.toFixed(0)}/s`);
  }
  await page.close();
};

const browser = await openBrowser();
try {
  for (const count of values.models.split(",").map(Number)) {
    await measure(browser, `generated, ${count}`, [generated(count)]);
    if (!values["no-peer"] && count <= 1000) await measurePeer(browser, count);
  }
  if (values.netbox)
    await measure(
      browser,
      "netbox",
      projectWords("netbox").filter((word) => word !== "--json"),
    );
} finally {
  await browser.close();
}
process.exit();
