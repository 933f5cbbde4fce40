/**
 * A thousand socket clients on the runs of one workspace, of which half never read: whether the others get every line,
 * and what it costs the server in memory. Beside it the readers alone. Linux.
 *
 *   node bench/sockets.bench.ts [CLIENTS]
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { WebSocket } from "ws";
import { djangoPython } from "../test/support/django.ts";
import { aHome, djdeskServing } from "../test/support/djdesk.ts";
import { writeIn } from "../test/support/library-project.ts";
import { postRun, waitFor } from "../test/support/serve-process.ts";

const budgetMegabytes = 250;
const clients = Number(process.argv[2] ?? 1000);
const runs = 3;
/** Lines of a run and the length of each: below what a log keeps of its beginning, so that all are told as they come. */
const [lines, width] = [1000, 3900];
const patienceMs = 240_000;

interface Reader {
  readonly socket: WebSocket;
  told: number;
  faults: number;
  last: number;
  ended: number;
}

/** Reads what a message says without parsing a thousand times what is the same. */
const follow = (socket: WebSocket): Reader => {
  const reader: Reader = { socket, told: 0, faults: 0, last: 0, ended: 0 };
  socket.on("message", (data: Buffer) => {
    const isLine = !data.includes('"log_line":null');
    const seq = Number(/"seq":(\d+)\}$/.exec(data.toString("latin1", Math.max(0, data.length - 40)))?.[1]);
    if (!isLine) {
      if (data.includes('"status":"failed"')) reader.faults += 1;
      if (!/"status":"(?:requested|running)"/.test(data.toString("latin1"))) {
        reader.ended += 1;
        reader.last = 0;
      }
      return;
    }
    if (seq !== reader.last + 1) reader.faults += 1;
    reader.last = seq;
    reader.told += 1;
  });
  return reader;
};

const megabytesOf = (pid: number): number => Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "latin1"))?.[1]) / 1024;

const python = await djangoPython();
const usePython = async (url: string): Promise<void> => {
  const token = "k".repeat(32);
  const headers = { "X-CSRFToken": token, Cookie: `csrftoken=${token}` };
  const { ok } = await fetch(`${url}/api/workspaces/bakery/`, { method: "PATCH", headers, body: new URLSearchParams({ python }) });
  if (!ok) throw new Error("The workspace did not take its Python.");
};

const scenario = async (name: string, reading: number, deaf: number): Promise<void> => {
  using home = aHome();
  const project = join(home.folder, "bakery");
  writeIn(project, "bakery/settings.py", 'SECRET_KEY = "x"\nINSTALLED_APPS = []\n');
  writeIn(
    project,
    "manage.py",
    `import os, time
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bakery.settings")
for n in range(${lines}):
    print(n, "x" * ${width}, flush=n % 20 == 0)
    if n % 20 == 0: time.sleep(0.05)
`,
  );
  const patient = { ...home, env: { ...home.env, DJDESK_TASK_TIMEOUT: "600" } };
  await using serving = await djdeskServing(patient, ["serve", project, "--trust", "--port", "0"]);
  await usePython(serving.url);
  const open = (autoPong = true): Promise<WebSocket> =>
    new Promise((resolve, reject) => {
      const socket = new WebSocket(`${serving.url.replace("http", "ws")}/ws/task-runs/bakery/`, { perMessageDeflate: false, autoPong });
      socket.once("open", () => resolve(socket));
      socket.once("error", reject);
    });
  const atRest = megabytesOf(serving.pid);
  let most = atRest;
  const sampling = setInterval(() => (most = Math.max(most, megabytesOf(serving.pid))), 50);
  const readers: Reader[] = [];
  const silent: WebSocket[] = [];
  for (let n = 0; n < Math.max(reading, deaf); n += 1) {
    if (n < reading) readers.push(follow(await open()));
    if (n < deaf) silent.push(await open(false));
  }
  for (const socket of silent) socket.pause();
  const connected = megabytesOf(serving.pid);
  const started = performance.now();
  for (let run = 1; run <= runs; run += 1) {
    const id = await postRun(serving.url, "bakery");
    if (typeof id !== "number") throw new Error(`The run was refused: ${id}`);
    await waitFor(() => readers.every(({ ended }) => ended >= run), patienceMs);
    const { status, log } = await (await fetch(`${serving.url}/api/task-runs/${id}/`)).json();
    if (status !== "succeeded") throw new Error(`The run ${status}: ${String(log).slice(-500)}`);
  }
  const seconds = (performance.now() - started) / 1000;
  clearInterval(sampling);
  const closed = silent.map((socket) => new Promise<boolean>((resolve) => socket.once("close", () => resolve(true))));
  for (const socket of silent) socket.resume();
  const settled = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), 3000));
  const dropped = (await Promise.all(closed.map((one) => Promise.race([one, settled])))).filter(Boolean).length;
  const complete = readers.filter(({ told, faults }) => faults === 0 && told >= runs * lines).length;
  for (const socket of [...readers.map((reader) => reader.socket), ...silent]) socket.terminate();
  if (complete < reading || most > budgetMegabytes) process.exitCode = 1;
  console.log(
    `${name}: ${complete} of ${reading} readers got every line of ${runs} runs of ${lines}; ${dropped} of ${deaf} that do not read were dropped. ` +
      `${atRest.toFixed(0)} MB at rest, ${connected.toFixed(0)} connected, ${most.toFixed(0)} at most (budget ${budgetMegabytes}); ${seconds.toFixed(0)} s`,
  );
};

await scenario("readers alone", clients / 2, 0);
await scenario("half do not read", clients / 2, clients / 2);
