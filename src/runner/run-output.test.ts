import { describe, expect, it } from "vitest";
import { setUpRuns } from "./a-started-run.ts";

const { start } = setUpRuns();

describe("output of a run", () => {
  it("L09 keeps the order of each stream, and says which one a line came from", async () => {
    const { run, texts } = start(
      "import sys\nfor n in range(2000):\n    print('out', n, flush=True)\n    print('err', n, file=sys.stderr, flush=True)",
    );
    await run.ended;
    expect(texts("stdout")).toEqual(Array.from({ length: 2000 }, (_, n) => `out ${n}`));
    expect(texts("stderr")).toEqual(Array.from({ length: 2000 }, (_, n) => `err ${n}`));
  });

  it("L10 goes on reading one stream when the other is closed", async () => {
    const { run, texts } = start(
      "import os, sys, time\nos.close(1)\ntime.sleep(0.2)\nprint('still here', file=sys.stderr)\nsys.stderr.flush()\nos._exit(0)",
    );
    await run.ended;
    expect(texts("stderr")).toEqual(["still here"]);
  });

  it("L03 survives invalid UTF-8, escapes and half a line", async () => {
    const { run, texts } = start(
      String.raw`import sys; sys.stdout.buffer.write(b"a\xff\xc3\x28b\n\x1b]52;c;x\x07after\n10%\r100%\nend\xe2\x82")`,
    );
    await run.ended;
    expect(texts("stdout")).toEqual(["a\ufffd\ufffd(b", "after", "100%", "end\ufffd"]);
  });

  it("masks secrets before the observer sees a line", async () => {
    const { run, texts } = start("print(\"SECRET_KEY = 'loaf'\")\nprint('oven-code-4711')\nraise ValueError('oven-code-4711')", {
      secrets: ["oven-code-4711"],
    });
    const outcome = await run.ended;
    expect(texts("stdout")).toEqual(["SECRET_KEY = '•••'", "•••"]);
    expect(outcome.error).toBe("ValueError: •••");
    expect(outcome.redacted).toBeGreaterThanOrEqual(3);
  });

  it("L01 keeps head and tail of a flood in flat memory", async () => {
    const lines = 3_000_000;
    const before = process.memoryUsage.rss();
    const { run, texts } = start(
      `import sys\nfor block in range(${lines / 1000}):\n    sys.stdout.write("".join("loaf %d of the night\\n" % (block * 1000 + n) for n in range(1000)))`,
      { timeoutMs: 60_000 },
    );
    const outcome = await run.ended;
    expect(outcome).toMatchObject({ error: null, outputLines: lines });
    expect(texts("stdout")).toHaveLength(10_000);
    expect(texts("stdout")[4999]).toBe("loaf 4999 of the night");
    expect(texts("stdout").at(-1)).toBe(`loaf ${lines - 1} of the night`);
    expect(texts("desk")).toContain("… 2,990,000 lines left out …");
    expect(process.memoryUsage.rss() - before).toBeLessThan(200 << 20);
  }, 60_000);

  it("L02 cuts a line without an end", async () => {
    const { run, texts } = start(`import sys\nfor _ in range(2000): sys.stdout.write("x" * 65536)`);
    expect(await run.ended).toMatchObject({ error: null, outputLines: 1 });
    expect(texts("stdout")).toHaveLength(1);
    expect(texts("stdout")[0]?.length).toBeLessThan(66_000);
    expect(texts("stdout")[0]?.endsWith(" bytes of this line were left out")).toBe(true);
  });
});
