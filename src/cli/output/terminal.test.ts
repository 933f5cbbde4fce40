import { PassThrough } from "node:stream";
import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { createTerminal, surviveStreams } from "./terminal.ts";

const aStream = (isTTY: boolean): PassThrough & { readonly isTTY: boolean } => Object.assign(new PassThrough(), { isTTY });

describe("a terminal", () => {
  it("waits for a slow reader and gives it the whole document", async () => {
    const out = aStream(false);
    const terminal = createTerminal(out, aStream(false));
    const rows = Array.from({ length: 200_000 }, (_, id) => ({ id, name: `star ${id}` }));
    let isWritten = false;
    const writing = terminal.json(rows).then(() => (isWritten = true));
    await pause(20);
    expect(isWritten).toBe(false);
    let text = "";
    out.setEncoding("utf8").on("data", (part: string) => (text += part));
    await writing;
    expect(text.length).toBeGreaterThan(6_000_000);
    expect(JSON.parse(text)).toEqual(rows);
  });

  it("shows names and texts of a project and does nothing that they ask for", async () => {
    const [out, err] = [aStream(true), aStream(true)];
    const terminal = createTerminal(out, err);
    const name = "\u001b]52;c;ZXZpbA==\u0007\u009b2J";
    await terminal.out(name);
    await terminal.json({ name });
    terminal.note(name);
    terminal.progress(name);
    expect(String(out.read()) + String(err.read())).not.toMatch(/[\u0007\u009b]|\u001b\]/);
  });

  it("indents a document for a screen alone", async () => {
    const screen = aStream(true);
    await createTerminal(screen, aStream(true)).json({ id: 1 });
    expect(String(screen.read())).toBe('{\n  "id": 1\n}\n');
    const pipe = aStream(false);
    await createTerminal(pipe, aStream(false)).json({ id: 1 });
    expect(String(pipe.read())).toBe('{"id":1}\n');
  });

  it("forgives a reader that has left, and says once when answers cannot be written", () => {
    const [out, err] = [aStream(false), aStream(false)];
    let lost = 0;
    surviveStreams(out, err, () => (lost += 1));
    const fault = (code: string): Error => Object.assign(new Error(code), { code });
    out.emit("error", fault("EPIPE"));
    expect([lost, err.read()]).toEqual([0, null]);
    out.emit("error", fault("ENOSPC"));
    out.emit("error", fault("ENOSPC"));
    expect(String(err.read())).toBe("djdesk: the output could not be written: ENOSPC.\n");
    expect(lost).toBe(2);
    expect(() => err.emit("error", fault("ENOSPC"))).not.toThrow();
  });

  it("shows progress on a terminal only, and takes it away before the next line", () => {
    const piped = aStream(false);
    createTerminal(aStream(false), piped).progress("link …");
    expect(piped.read()).toBeNull();
    const screen = aStream(true);
    const terminal = createTerminal(aStream(true), screen);
    terminal.progress("link …");
    terminal.note("done");
    const shown = String(screen.read());
    expect(shown).toContain("link …");
    expect(shown.endsWith("\r\u001b[Kdone\n")).toBe(true);
  });
});
