// How many polls of an unchanged workspace (304) the server answers in a second, on the one thread it has.
// Beside it, in the same run, a bare `node:http` server that answers 304 to anything: what the machine allows.
//
//   node bench/status-poll.bench.mjs [FOLDER]      default: a tiny project made for the run
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const budget = 5000;
const connections = 16;
const seconds = 4;

const bare = `
  import { createServer } from "node:http";
  const server = createServer((request, response) => { response.writeHead(304, { ETag: '"x"' }); response.end(); });
  server.listen(0, "127.0.0.1", () => console.log(JSON.stringify({ port: server.address().port, path: "/" })));`;
const desk = (folder, data) => `
  const { openDesk } = await import(${JSON.stringify(new URL("../src/operations/open-desk.ts", import.meta.url).href)});
  const { startServer } = await import(${JSON.stringify(new URL("../src/server/start-server.ts", import.meta.url).href)});
  const { registerFolder } = await import(${JSON.stringify(new URL("../src/operations/workspaces/register-folder.ts", import.meta.url).href)});
  const onError = (error) => { console.error(error); process.exit(1); };
  const desk = await openDesk({ dataFolder: ${JSON.stringify(data)}, role: "server", version: "bench", onError });
  const server = await startServer({ desk, host: "127.0.0.1", port: 0, webFolder: "nowhere", onBug: onError });
  const workspace = await registerFolder(desk, { path: ${JSON.stringify(folder)}, name: "", bundled: false });
  await desk.scans.settled(workspace.id);
  console.log(JSON.stringify({ port: server.port, path: "/api/workspaces/" + workspace.slug + "/status/" }));`;

const start = (script) =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", "--input-type=module", "-e", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    child.stdout.once("data", (line) => resolve({ child, ...JSON.parse(line.toString()) }));
    child.once("exit", (code) => reject(new Error(`the server ended with ${code}`)));
  });

const ask = (port, text, isLast) =>
  new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(text));
    let answers = 0;
    let rest = "";
    socket.on("data", (chunk) => {
      rest += chunk.toString("latin1");
      if (!rest.endsWith("\r\n\r\n")) return;
      if (!rest.startsWith("HTTP/1.1 304")) return reject(new Error(rest.slice(0, 200)));
      rest = "";
      answers += 1;
      if (isLast()) resolve((socket.destroy(), answers));
      else socket.write(text);
    });
    socket.on("error", reject);
  });

const etagOf = async ({ port, path }) => (await fetch(`http://127.0.0.1:${port}${path}`)).headers.get("etag");

const measure = async (script) => {
  const server = await start(script);
  try {
    const etag = await etagOf(server);
    const text = `GET ${server.path} HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nIf-None-Match: ${etag}\r\nCookie: csrftoken=${"a".repeat(32)}\r\n\r\n`;
    const run = async (ms) => {
      const end = performance.now() + ms;
      const counts = await Promise.all(Array.from({ length: connections }, () => ask(server.port, text, () => performance.now() > end)));
      return counts.reduce((sum, count) => sum + count, 0) / (ms / 1000);
    };
    await run(1000);
    return Math.round(await run(seconds * 1000));
  } finally {
    server.child.removeAllListeners("exit");
    server.child.kill("SIGKILL");
  }
};

const scratch = mkdtempSync(join(tmpdir(), "djdesk-bench-"));
const folder = process.argv[2] ?? join(scratch, "bakery");
if (process.argv[2] === undefined) {
  mkdirSync(join(folder, "bakery"), { recursive: true });
  writeFileSync(join(folder, "manage.py"), 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "bakery.settings")\n');
  writeFileSync(join(folder, "bakery/settings.py"), 'SECRET_KEY = "x"\nINSTALLED_APPS = []\n');
}
try {
  const peer = await measure(bare);
  const polls = await measure(desk(folder, join(scratch, "data")));
  console.log(`bare node:http  ${peer} answers/s`);
  console.log(`status poll     ${polls} answers/s  (${Math.round((polls / peer) * 100)} % of bare; budget ${budget}/s)`);
  process.exitCode = polls >= budget ? 0 : 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
