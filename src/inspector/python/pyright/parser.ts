/**
 * The boundary to the parser library (Pyright's, see docs/decisions/0010): text in, its nodes and its faults out.
 * Never throws: what is nested too deeply for the library's recursion is a fault like another.
 */
import { convertLevelToCategory, Diagnostic } from "@zzzen/pyright-internal/dist/common/diagnostic.js";
import { DiagnosticSink } from "@zzzen/pyright-internal/dist/common/diagnosticSink.js";
import type { Range } from "@zzzen/pyright-internal/dist/common/textRange.js";
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
  /** Null when the text is nested too deeply, or was not read to its end. */
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

/** More faults of one text say nothing new, and a text may have a million. */
const mostFaults = 200;

class FirstFaults extends DiagnosticSink {
  readonly faults: Fault[] = [];
  readonly most: number;

  constructor(most: number) {
    super();
    this.most = most;
  }

  override addError(message: string, range: Range): Diagnostic {
    if (!accepted.has(message)) {
      if (this.faults.length < this.most) this.faults.push({ row: range.start.line, message });
      if (this.most === 1) throw faulty;
    }
    return new Diagnostic(convertLevelToCategory("error"), message, range);
  }
}

/** Thrown at the first fault, and caught here. */
const faulty = new Error("the text has a fault");

interface ParseTextOptions {
  /** Is it enough to know of one fault? The text is then read to it and has no root. */
  readonly toFirstFault?: boolean;
}

export const parseText = (text: string, { toFirstFault = false }: ParseTextOptions = {}): ParsedText => {
  const options = new ParseOptions();
  options.pythonVersion = newest;
  const sink = new FirstFaults(toFirstFault ? 1 : mostFaults);
  try {
    const root = new Parser().parseSourceFile(text, options, sink, noFingerprint).parserOutput.parseTree;
    return { root, faults: sink.faults };
  } catch (error) {
    if (error === faulty) return { root: null, faults: sink.faults };
    if (error instanceof RangeError) return { root: null, faults: [{ row: 0, message: tooDeep }] };
    throw error;
  }
};

/** The library would hash every text otherwise. */
const noFingerprint = { primary: 0, secondary: 0 };
