import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { WebSocket, type ClientOptions } from "ws";
import type { StatusEvent, TaskRunEvent } from "../../contract/events.ts";
import { statusEvent, taskRunEvent } from "../../contract/events.ts";
import { pythonPath } from "../../operations/a-desk.ts";
import { perform } from "../../operations/perform.ts";
import { writeProject } from "../../operations/a-desk.ts";
import { sendRaw, startTestServer, toText } from "../a-running-server.ts";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

let server: Awaited<ReturnType<typeof startTestServer>>;
let clients: WebSocket[];
beforeEach(async () => {
  server = await startTestServer();
  clients = [];
});
afterEach(async () => {
  for (const client of clients) client.terminate();
  await server.stop();
});

const connect = (path: string, options: ClientOptions = {}): WebSocket => {
  const client = new WebSocket(`ws://127.0.0.1:${server.port}${path}`, { perMessageDeflate: true, ...options });
  clients.push(client);
  return client;
};
const opened = (client: WebSocket) =>
  new Promise<void>((resolve, reject) => {
    client.once("open", () => resolve());
    client.once("error", reject);
  });
const closedWith = (client: WebSocket) => new Promise<number>((resolve) => client.once("close", (code: number) => resolve(code)));

const collect = <Message>(client: WebSocket, parse: (value: unknown) => Message): Message[] => {
  const messages: Message[] = [];
  client.on("message", (data: Buffer) => messages.push(parse(JSON.parse(data.toString()))));
  return messages;
};
const statuses = (client: WebSocket): StatusEvent[] => collect(client, (value) => statusEvent.parse(value));
const runs = (client: WebSocket): TaskRunEvent[] => collect(client, (value) => taskRunEvent.parse(value));
const waitFor = async (condition: () => boolean): Promise<void> => {
  for (let tries = 0; tries < 400; tries += 1) {
    if (condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error("It did not happen.");
};

const counter = (lines: number, pause: number): string => `import os, time
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "library.settings")
for n in range(${lines}):
    print("line", n, flush=True)
    time.sleep(${pause})
`;
const addWorkspace = async (managePy?: string): Promise<string> => {
  const folder = writeProject(server.folder, "library");
  if (managePy !== undefined) writeFileSync(join(folder, "manage.py"), managePy);
  const { slug } = await perform(server.desk, "addWorkspace", { project_path: folder });
  await perform(server.desk, "updateWorkspace", { slug, python: pythonPath() });
  await perform(server.desk, "trustWorkspace", { slug });
  const workspace = await server.desk.store.workspaces.bySlug(slug);
  await server.desk.scans.settled(workspace!.id);
  return slug;
};
const run = async (workspace: string): Promise<number> =>
  (await perform(server.desk, "queueTaskRun", { workspace, preset: "check", confirm_safe: "on" })).task_run.id;
const isEnd = (event: TaskRunEvent): boolean => event.status !== "requested" && event.status !== "running";

describe("the socket of a workspace", () => {
  it("sends the whole status, then the keys that changed, and together they are the status", async () => {
    const slug = await addWorkspace(counter(3, 0));
    const messages = statuses(connect(`/ws/workspaces/${slug}/`));
    await waitFor(() => messages.length === 1);
    const id = await run(slug);
    await server.desk.runs.ended(id);
    await waitFor(() => messages.some(({ status }) => status.tasks?.[0]?.status === "succeeded"));
    await new Promise((resolve) => setTimeout(resolve, 300));
    const joined = Object.assign({}, ...messages.map(({ status }) => status));
    expect(joined).toEqual(await perform(server.desk, "readStatus", { slug }));
    expect(Object.keys(messages.at(-1)!.status)).not.toContain("schema");
    const seqs = messages.map(({ seq }) => seq);
    expect(seqs).toEqual(seqs.toSorted((a, b) => a - b));
  });

  it("is closed when the workspace is forgotten", async () => {
    const slug = await addWorkspace();
    const client = connect(`/ws/workspaces/${slug}/`);
    const closed = closedWith(client);
    await opened(client);
    await perform(server.desk, "forgetWorkspace", { slug });
    expect(await closed).toBe(4404);
  });
});

describe("the socket of runs", () => {
  it("sends every line once, in order, and the end", async () => {
    const slug = await addWorkspace(counter(50, 0.002));
    const client = connect(`/ws/task-runs/${slug}/`);
    const events = runs(client);
    await opened(client);
    const id = await run(slug);
    await waitFor(() => events.some(isEnd));
    const lines = events.filter(({ log_line }) => log_line !== null);
    expect(lines.map(({ seq }) => seq)).toEqual(Array.from({ length: 52 }, (_, n) => n + 1));
    expect(lines.map(({ log_line }) => log_line).slice(1, 3)).toEqual(["line 0", "line 1"]);
    expect(events.at(-1)).toMatchObject({ id, status: "succeeded", progress: 100, log_line: null, seq: 52 });
  });

  it("tells what happens at once in its order, short or of many bytes, and skips what a client has seen", async () => {
    const slug = await addWorkspace();
    const heard = runs(connect(`/ws/task-runs/${slug}/`));
    const texts = ["", "é", "x".repeat(9), ...[124, 126, 65_534, 65_536, 200_000].map((length) => "ж".repeat(length)), "end"];
    const timestamp = new Date(0).toISOString();
    const tell = (text: string, index: number): void => {
      const event = { id: 1, status: "running" as const, progress: 1, log_line: text, timestamp, seq: index + 1 };
      server.desk.events.publish({ kind: "task-run", slug, event });
    };
    await waitFor(() => (tell("first", 0), heard.length > 0));
    texts.forEach((text, index) => {
      tell(text, index + 1);
      tell(text, index);
    });
    await waitFor(() => heard.at(-1)?.log_line === "end");
    expect(heard.map(({ log_line }) => log_line)).toEqual(["first", ...texts]);
  });

  it("W05 is closed with 4403 for one who asks for a run of another workspace", async () => {
    const slug = await addWorkspace(counter(1, 0));
    const other = await perform(server.desk, "addWorkspace", { project_path: writeProject(server.folder, "bakery") });
    const id = await run(slug);
    await server.desk.runs.ended(id);
    const client = connect(`/ws/task-runs/${other.slug}/?run=${id}`);
    const heard = runs(client);
    expect(await closedWith(client)).toBe(4403);
    expect(heard).toEqual([]);
  });

  it("W09 misses nothing and repeats nothing when a client comes back with the last number it saw", async () => {
    const slug = await addWorkspace(counter(150, 0.01));
    const id = await run(slug);
    const seen: number[] = [];
    let ended = false;
    for (let round = 0; !ended; round += 1) {
      const client = connect(`/ws/task-runs/${slug}/?after=${seen.at(-1) ?? 0}`);
      const events = runs(client);
      await waitFor(() => events.length > 15 || events.some(isEnd));
      client.terminate();
      ended = events.some(isEnd);
      seen.push(...events.flatMap(({ seq, log_line }) => (log_line === null ? [] : [seq])));
      expect(round).toBeLessThan(50);
    }
    const { total } = await perform(server.desk, "readTaskRunLog", { id });
    expect(seen).toEqual(Array.from({ length: total }, (_, n) => n + 1));
  });

  it("W09 misses nothing when a client comes back with a number that no line has", async () => {
    const slug = await addWorkspace(counter(50, 0.02));
    const id = await run(slug);
    const client = connect(`/ws/task-runs/${slug}/?after=999999999999999`);
    const events = runs(client);
    await waitFor(() => events.some(isEnd));
    const { total } = await perform(server.desk, "readTaskRunLog", { id });
    const seqs = events.flatMap(({ seq, log_line }) => (log_line === null ? [] : [seq]));
    expect(seqs).toEqual(Array.from({ length: total }, (_, n) => n + 1));
    expect(events.at(-1)?.seq).toBe(total);
  });

  const seqsOf = (events: readonly TaskRunEvent[], run: number): readonly number[] =>
    events.flatMap(({ id, seq, log_line }) => (id === run && log_line !== null ? [seq] : []));
  const from = (first: number, last: number): readonly number[] => Array.from({ length: last - first + 1 }, (_, n) => first + n);
  const linesOf = async (id: number): Promise<number> => (await perform(server.desk, "readTaskRunLog", { id })).total;

  it("W09 misses nothing of two runs when the number that a client comes back with can be of either", async () => {
    const slug = await addWorkspace(counter(40, 0.05));
    const ids = [await run(slug), await run(slug)];
    const early = runs(connect(`/ws/task-runs/${slug}/?after=0`));
    await waitFor(() => ids.every((id) => seqsOf(early, id).length > 5));
    const late = runs(connect(`/ws/task-runs/${slug}/?after=5`));
    await waitFor(() => ids.every((id) => late.some((event) => event.id === id && isEnd(event))));
    for (const id of ids) expect(seqsOf(late, id)).toEqual(from(1, await linesOf(id)));
  });

  it("W09 goes on with the run that the number must be of, over or not, and sends the one under way whole", async () => {
    const slug = await addWorkspace(`import os, time
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "library.settings")
first = "--deploy" not in __import__("sys").argv
for n in range(30 if first else 4): print("line", n, flush=True)
if not first: time.sleep(1)
`);
    const long = await run(slug);
    await server.desk.runs.ended(long);
    const queued = await perform(server.desk, "queueTaskRun", { workspace: slug, preset: "check-deploy", confirm_safe: "on" });
    const short = queued.task_run.id;
    await expect.poll(() => linesOf(short)).toBeGreaterThan(3);
    const events = runs(connect(`/ws/task-runs/${slug}/?after=20`));
    await waitFor(() => events.some((event) => event.id === short && isEnd(event)));
    expect(seqsOf(events, long)).toEqual(from(21, await linesOf(long)));
    expect(seqsOf(events, short)).toEqual(from(1, await linesOf(short)));
  });

  it("W09 goes on with several runs, each by its own number", async () => {
    const slug = await addWorkspace(counter(9, 0));
    const ids = [await run(slug), await run(slug)];
    for (const id of ids) await server.desk.runs.ended(id);
    const events = runs(connect(`/ws/task-runs/${slug}/?run=${ids[0]}&after=4&run=${ids[1]}&after=9`));
    await waitFor(() => events.filter(isEnd).some(({ id, log_line }) => id === ids[1] && log_line === null));
    expect(ids.map((id) => seqsOf(events, id))).toEqual([from(5, await linesOf(ids[0] ?? 0)), from(10, await linesOf(ids[1] ?? 0))]);
  });

  it("L11 opens a log of megabytes while it grows, without a gap", async () => {
    const slug = await addWorkspace(`import os, time
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "library.settings")
for n in range(4800):
    print("line", n, "x" * 1000, flush=n % 50 == 0)
    if n % 200 == 0: time.sleep(0.05)
`);
    const early = runs(connect(`/ws/task-runs/${slug}/`));
    const id = await run(slug);
    await waitFor(() => (early.at(-1)?.seq ?? 0) >= 1000);
    const late = runs(connect(`/ws/task-runs/${slug}/?run=${id}&after=0`));
    await waitFor(() => late.some(isEnd));
    const seqs = late.flatMap(({ seq, log_line }) => (log_line === null ? [] : [seq]));
    const { total } = await perform(server.desk, "readTaskRunLog", { id });
    expect(total).toBeGreaterThan(4800);
    expect(seqs).toEqual(Array.from({ length: total }, (_, n) => n + 1));
    expect(late.map(({ log_line }) => log_line?.length ?? 0).reduce((a, b) => a + b, 0)).toBeGreaterThan(4.5e6);
  });

  it("replays a certain run that ended long ago", async () => {
    const slug = await addWorkspace(counter(3, 0));
    const first = await run(slug);
    await server.desk.runs.ended(first);
    await server.desk.runs.ended(await run(slug));
    const events = runs(connect(`/ws/task-runs/${slug}/?run=${first}&after=2`));
    await waitFor(() => events.some(isEnd));
    expect(events.map(({ id, seq, log_line }) => [id, seq, log_line])).toEqual([
      [first, 3, "line 1"],
      [first, 4, "line 2"],
      [first, 5, "Command finished with exit code 0."],
      [first, 5, null],
    ]);
  });
});

describe("a client", () => {
  it("W06 that sends much is closed with 1008, and one that sends a large frame or fragments without end with 1009", async () => {
    const slug = await addWorkspace();
    const chatty = connect(`/ws/workspaces/${slug}/`);
    await opened(chatty);
    const closed = closedWith(chatty);
    for (let n = 0; n < 500; n += 1) chatty.send("x");
    expect(await closed).toBe(1008);
    const large = connect(`/ws/workspaces/${slug}/`);
    await opened(large);
    const closedLarge = closedWith(large);
    large.send("x".repeat(1_000_000));
    expect(await closedLarge).toBe(1009);
    const endless = connect(`/ws/workspaces/${slug}/`);
    await opened(endless);
    const closedEndless = closedWith(endless);
    for (let n = 0; n < 5000 && endless.readyState === WebSocket.OPEN; n += 1) endless.send("xx", { fin: false });
    expect(await closedEndless).toBe(1009);
  });

  it("W06 that sends pings or pongs without end is closed with 1008", async () => {
    const slug = await addWorkspace();
    for (const opcode of [0x89, 0x8a]) {
      const client = connect(`/ws/workspaces/${slug}/`);
      await opened(client);
      const closed = closedWith(client);
      for (let n = 0; n < 50; n += 1) {
        Reflect.get(client, "_socket").write(Buffer.concat(Array.from({ length: 10 }, () => Buffer.from([opcode, 0x80, 1, 2, 3, 4]))));
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
      expect(await closed).toBe(1008);
    }
  });

  it("W07 gets no compression, whatever it offers, and a compressed frame ends it", async () => {
    const client = connect(`/ws/workspaces/${await addWorkspace()}/`);
    await opened(client);
    expect(client.extensions).toBe("");
    const closed = closedWith(client);
    // A frame with the bit of permessage-deflate set: FIN, RSV1, text; masked, one byte.
    Reflect.get(client, "_socket").write(Buffer.from([0xc1, 0x81, 1, 2, 3, 4, 5]));
    expect(await closed).toBe(1002);
  });

  it("W09 that does not read is dropped while the others go on", async () => {
    const slug = await addWorkspace();
    const deaf = connect(`/ws/task-runs/${slug}/`);
    const good = connect(`/ws/task-runs/${slug}/`);
    const heard = runs(good);
    await Promise.all([opened(deaf), opened(good)]);
    deaf.pause();
    const long = "x".repeat(10_000);
    for (let seq = 1; seq <= 2000; seq += 1) {
      const event = { id: 1, status: "running" as const, progress: 1, log_line: long, timestamp: new Date(0).toISOString(), seq };
      server.desk.events.publish({ kind: "task-run", slug, event });
      // The one that reads gets the time to, however busy the machine is.
      if (seq % 50 === 0) await waitFor(() => heard.length === seq);
    }
    const closed = closedWith(deaf);
    deaf.resume();
    expect(await closed).toBe(1006);
  });

  it("W10 O08 is one of a thousand that come back at once, and all are told", async () => {
    const slug = await addWorkspace();
    const storm = Array.from({ length: 1000 }, () => connect(`/ws/workspaces/${slug}/`));
    const heard = await Promise.all(storm.map((client) => new Promise<unknown>((resolve) => client.once("message", resolve))));
    expect(heard).toHaveLength(1000);
  }, 10_000);

  it("W08 that answers no ping is closed, and one that does stays", async () => {
    const quick = await startTestServer({}, { pingEveryMs: 150 });
    const { slug } = await perform(quick.desk, "addWorkspace", { project_path: writeProject(quick.folder, "library") });
    const open = (autoPong: boolean): WebSocket => new WebSocket(`ws://127.0.0.1:${quick.port}/ws/workspaces/${slug}/`, { autoPong });
    const [silent, lively] = [open(false), open(true)];
    expect(await closedWith(silent)).toBe(1006);
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(lively.readyState).toBe(WebSocket.OPEN);
    lively.terminate();
    await quick.stop();
  });
});

describe("W12 an upgrade of another kind", () => {
  const good: Readonly<Record<string, string>> = {
    Connection: "Upgrade",
    Upgrade: "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
  };
  let slug: string;
  beforeEach(async () => {
    slug = await addWorkspace();
  });
  const ask = (changes: Readonly<Record<string, string | null>>, method = "GET", body = "") => {
    const headers = Object.entries({ Host: `127.0.0.1:${server.port}`, ...good, ...changes });
    const lines = headers.flatMap(([name, value]) => (value === null ? [] : [`${name}: ${value}`]));
    return sendRaw(server.port, toText({ method, target: `/ws/workspaces/${slug}/`, headers: lines, body }));
  };
  it("of the right kind is let through", async () => {
    expect((await ask({})).status).toBe(101);
  });
  it.each([
    ["h2c", { Upgrade: "h2c", "HTTP2-Settings": "AAMAAABkAAQCAAAAAAIAAAAA" }, 400],
    ["no protocol", { Upgrade: "" }, 404],
    ["an old version", { "Sec-WebSocket-Version": "8" }, 400],
    ["no version", { "Sec-WebSocket-Version": null }, 400],
    ["no key", { "Sec-WebSocket-Key": null }, 400],
    ["a short key", { "Sec-WebSocket-Key": "YWJj" }, 400],
    ["a protocol that is none", { "Sec-WebSocket-Protocol": "a b" }, 400],
  ])("is refused for %s", async (_name, changes, status) => {
    expect((await ask(changes)).status).toBe(status);
  });
  it("is refused for another method, with a body or without", async () => {
    const forged = { Cookie: `csrftoken=${"a".repeat(32)}`, "X-CSRFToken": "a".repeat(32) };
    expect((await ask(forged, "POST")).status).toBe(405);
    expect((await ask(forged, "POST", "x=1")).status).toBe(405);
    expect((await ask(forged, "DELETE")).status).toBe(405);
  });
});
