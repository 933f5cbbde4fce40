import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cleanLine, cleanText, stripColours } from "./clean-line.ts";
import { createOutputKeeper, type KeepLimits, type KeptLine } from "./keep-output.ts";
import { createLineSplitter, longestLineBytes, type RawLine } from "./split-lines.ts";

const splitAll = (chunks: readonly Buffer[]): RawLine[] => {
  const splitter = createLineSplitter();
  const lines: RawLine[] = [];
  for (const chunk of chunks) splitter.push(chunk, (line) => lines.push(line) > 0);
  const rest = splitter.flush();
  return rest === null ? lines : [...lines, rest];
};

/** Cuts a buffer at the given places. */
const cutAt = (whole: Buffer, places: readonly number[]): Buffer[] => {
  const sorted = [...new Set(places.map((place) => place % (whole.length + 1)))].sort((a, b) => a - b);
  return [...sorted, whole.length].map((end, index) => whole.subarray(index === 0 ? 0 : sorted[index - 1], end));
};

describe("line splitter", () => {
  it("gives the same lines however the bytes are cut", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("a", "é", "𝄞", "\n", "\r", " ") }), fc.array(fc.nat()), (text, places) => {
        const whole = Buffer.from(text);
        const expected = text.split("\n");
        if (expected.at(-1) === "") expected.pop();
        expect(splitAll(cutAt(whole, places)).map((line) => line.bytes.toString())).toEqual(expected);
      }),
    );
  });

  it("cuts a line at 64 KiB between characters and counts the rest", () => {
    const [first, second] = splitAll([Buffer.from("é".repeat(50_000)), Buffer.from("é".repeat(10_000)), Buffer.from("\nnext")]);
    expect(first?.bytes.length).toBeLessThanOrEqual(longestLineBytes);
    expect(first?.bytes.toString()).toMatch(/^é+$/);
    expect((first?.bytes.length ?? 0) + (first?.cut ?? 0)).toBe(120_000);
    expect(second?.bytes.toString()).toBe("next");
  });

  it("L03 goes on after an invalid byte", () => {
    expect(splitAll([Buffer.from([0x61, 0xff, 0x62, 0x0a, 0xc3]), Buffer.from([0xa9])]).map(cleanLine)).toEqual(["a\ufffdb", "é"]);
  });
});

describe("clean line", () => {
  it.each([
    ["plain text\twith a tab", "plain text\twith a tab"],
    ["50%\r75%\r100%", "100%"],
    ["windows line\r", "windows line"],
    ["\u001b[31mred\u001b[0m", "\u001b[31mred\u001b[0m"],
    ["\u001b[31mred", "\u001b[31mred\u001b[0m"],
    ["\u001b]0;title\u0007after", "after"],
    ["\u001b]52;c;ZXZpbA==\u001b\\after", "after"],
    ["\u001b]8;;http://evil.example\u001b\\link\u001b]8;;\u001b\\", "link"],
    ["\u001b]0;never ended", ""],
    ["\u001b[2J\u001b[1;1Hcleared", "cleared"],
    ["\u001b[?1049halt", "alt"],
    ["\u001bP1$r0m\u001b\\dcs", "dcs"],
    ["\u009b31mc1\u009d0;t\u009cx", "\u001b[31mc1x\u001b[0m"],
    ["nul\u0000bell\u0007back\b", "nulbellback"],
    ["\u001b(Bcharset\u001b7", "charset"],
    ["<script>alert(1)</script>", "<script>alert(1)</script>"],
  ])("L04 L05 L07 shows %j as %j", (raw, shown) => {
    expect(cleanText(raw)).toBe(shown);
  });

  it("L04 leaves no control character but tabs and colours, whatever comes", () => {
    const unit = fc.constantFrom("\u001b", "[", "]", "m", "3", ";", "\u0007", "\\", "\r", "\u009b", "\u0090", "\u009c", "x", "\u0000", "P");
    fc.assert(
      fc.property(fc.string({ unit }), (raw) => {
        const rest = stripColours(cleanText(raw));
        expect(rest).not.toMatch(/(?!\t)\p{Cc}/u);
      }),
      { numRuns: 3000 },
    );
  });
});

describe("output keeper", () => {
  const small: KeepLimits = { headLines: 3, headBytes: 1000, tailLines: 4, tailBytes: 200 };
  const keep = (chunks: readonly string[], limits = small) => {
    const head: KeptLine[] = [];
    const keeper = createOutputKeeper((line) => head.push(line), limits);
    for (const chunk of chunks) keeper.push("stdout", Buffer.from(chunk), 0);
    const tail = keeper.end(1);
    return {
      head: head.map((kept) => kept.line.bytes.toString()),
      tail: tail.lines.map((kept) => kept.line.bytes.toString()),
      leftOut: tail.leftOut,
      total: tail.total,
    };
  };

  it("keeps all of a short output", () => {
    expect(keep(["a\nb\nc"])).toEqual({ head: ["a", "b"], tail: ["c"], leftOut: 0, total: 3 });
    expect(keep(["a\nb\nc\n"])).toEqual({ head: ["a", "b", "c"], tail: [], leftOut: 0, total: 3 });
    expect(keep([])).toEqual({ head: [], tail: [], leftOut: 0, total: 0 });
  });

  it("keeps head and tail of a long output and counts what is between", () => {
    const lines = Array.from({ length: 1000 }, (_, index) => `line ${index}\n`);
    expect(keep(lines)).toEqual({
      head: ["line 0", "line 1", "line 2"],
      tail: ["line 996", "line 997", "line 998", "line 999"],
      leftOut: 993,
      total: 1000,
    });
  });

  it("never loses or repeats a line, wherever chunks are cut", () => {
    fc.assert(
      fc.property(fc.nat(60), fc.array(fc.nat()), fc.boolean(), (count, places, ended) => {
        const lines = Array.from({ length: count }, (_, index) => `${index}`);
        const whole = Buffer.from(lines.join("\n") + (ended && count > 0 ? "\n" : ""));
        const kept = keep(
          cutAt(whole, places).map((chunk) => chunk.toString()),
          { ...small, tailBytes: 40 },
        );
        expect(kept.total).toBe(count);
        expect(kept.head.length + kept.tail.length + kept.leftOut).toBe(count);
        expect(kept.head).toEqual(lines.slice(0, kept.head.length));
        expect(kept.tail).toEqual(lines.slice(count - kept.tail.length));
      }),
    );
  });

  /** Pushes a gibibyte of this; answers with the tail, the growth of memory in bytes and the bytes a second. */
  const flood = (text: string) => {
    const chunk = Buffer.from(text);
    const keeper = createOutputKeeper(() => undefined);
    const before = process.memoryUsage.rss();
    const started = performance.now();
    let sent = 0;
    for (; sent < 2 ** 30; sent += chunk.length) keeper.push("stdout", Buffer.from(chunk), 0);
    const tail = keeper.end(0);
    return { tail, grown: process.memoryUsage.rss() - before, lines: tail.total, seconds: (performance.now() - started) / 1000 };
  };

  it("L01 L06 holds a gibibyte of lines in a few megabytes, a million lines a second and more", () => {
    const { tail, grown, lines, seconds } = flood("a star every microsec.\n".repeat(2850));
    expect(tail.lines).toHaveLength(5000);
    expect(lines).toBeGreaterThan(45_000_000);
    expect(grown).toBeLessThan(300 << 20);
    expect(lines / seconds).toBeGreaterThan(1_000_000);
  }, 60_000);

  it("L02 holds a gibibyte without a newline in a few megabytes", () => {
    const { tail, grown, lines } = flood("x".repeat(65_536));
    expect(tail.lines).toHaveLength(1);
    expect(tail.lines[0]?.line.bytes.length).toBeLessThanOrEqual(65_536);
    expect(lines).toBe(1);
    expect(grown).toBeLessThan(300 << 20);
  }, 60_000);
});
