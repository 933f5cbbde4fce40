/**
 * The boundary to the parser library (Pyright's, see docs/decisions/0010): text in, its nodes and its faults out.
 * Never throws: what is nested too deeply for the library's recursion is a fault like another.
 */
import { DiagnosticSink } from "@zzzen/pyright-internal/dist/common/diagnosticSink.js";
import { Localizer, setLocaleOverride } from "@zzzen/pyright-internal/dist/localization/localize.js";
import type { ModuleNode } from "@zzzen/pyright-internal/dist/parser/parseNodes.js";
import { ParseOptions, Parser } from "@zzzen/pyright-internal/dist/parser/parser.js";
import { tooDeep } from "../too-deep.ts";

export interface Fault {
  /** 0-based line within the parsed text. */
  readonly row: number;
  readonly message: string;
}

export interface ParsedText {
  /** Null when the text is nested too deeply. */
  readonly root: ModuleNode | null;
  readonly faults: readonly Fault[];
}

/** The library's messages follow the machine's language otherwise; facts must not. */
setLocaleOverride("en");

/** What the library reports but Python accepts: `return` in `finally` only warns, and Python has no depth of 256. */
const accepted = new Set([
  Localizer.Diagnostic.finallyReturn(),
  Localizer.Diagnostic.finallyBreak(),
  Localizer.Diagnostic.finallyContinue(),
  Localizer.Diagnostic.maxParseDepthExceeded(),
]);

/** Newer than any released Python: the newest grammar is read whatever the project runs on. */
const newest = { major: 3, minor: 15 };

export const parseText = (text: string): ParsedText => {
  const options = new ParseOptions();
  options.pythonVersion = newest;
  const sink = new DiagnosticSink();
  try {
    const root = new Parser().parseSourceFile(text, options, sink, noFingerprint).parserOutput.parseTree;
    const faults = sink.getErrors().flatMap(({ message, range }) => (accepted.has(message) ? [] : [{ row: range.start.line, message }]));
    return { root, faults };
  } catch (error) {
    if (error instanceof RangeError) return { root: null, faults: [{ row: 0, message: tooDeep }] };
    throw error;
  }
};

/** The library would hash every text otherwise. */
const noFingerprint = { primary: 0, secondary: 0 };
