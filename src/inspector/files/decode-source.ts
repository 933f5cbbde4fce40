/**
 * Bytes of a Python file to text, as Python itself decides: byte-order mark, then the `coding:` cookie of the first
 * two lines (PEP 263), else UTF-8. Newlines become `\n`. UTF-16 with a mark is read too, though Python rejects it.
 */
import { isUtf8 } from "node:buffer";

export type Decoded = { readonly kind: "text"; readonly text: string } | { readonly kind: "not-text"; readonly message: string };

const cookie = /^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/;
const blankOrComment = /^[ \t\f]*(?:#.*)?$/;

/** Python's names that the WHATWG labels lack or read differently. */
const aliases: Readonly<Record<string, string>> = {
  utf8: "utf-8",
  u8: "utf-8",
  "utf-8-sig": "utf-8",
  "utf-8-unix": "utf-8",
  "utf-8-dos": "utf-8",
  "utf-8-mac": "utf-8",
  "utf-8-emacs": "utf-8",
  "latin-1": "latin1",
  latin1: "latin1",
  l1: "latin1",
  "iso-8859-1": "latin1",
  "iso8859-1": "latin1",
  "8859": "latin1",
  ascii: "ascii",
  "us-ascii": "ascii",
  "646": "ascii",
  "mac-roman": "macintosh",
  macroman: "macintosh",
  euckr: "euc-kr",
  eucjp: "euc-jp",
  ujis: "euc-jp",
  cp932: "shift_jis",
  ms932: "shift_jis",
  sjis: "shift_jis",
  shiftjis: "shift_jis",
  cp936: "gbk",
  gb2312: "gbk",
  cp949: "euc-kr",
  cp950: "big5",
  cp866: "ibm866",
};

/** The codec that the first two lines name, lower case with dashes, or null. */
const codingCookie = (bytes: Uint8Array): string | null => {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 1000));
  if (!head.includes("coding")) return null;
  const lines = head.toString("latin1").split(/\r\n|\r|\n/, 2);
  const [first = "", second = ""] = lines;
  const found = cookie.exec(first) ?? (blankOrComment.test(first) ? cookie.exec(second) : null);
  return found?.[1] === undefined ? null : found[1].toLowerCase().replaceAll("_", "-");
};

const withoutCarriageReturns = (text: string): string => (text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text);

const lineOfFirstFault = (bytes: Buffer, isFault: (byte: number, index: number) => boolean): number => {
  let line = 1;
  for (const [index, byte] of bytes.entries()) {
    if (isFault(byte, index)) return line;
    if (byte === 10) line += 1;
  }
  return line;
};

const firstBadUtf8Line = (bytes: Buffer): number => {
  let line = 1;
  for (let start = 0; start <= bytes.length;) {
    const end = bytes.indexOf(10, start);
    if (!isUtf8(bytes.subarray(start, end === -1 ? bytes.length : end))) return line;
    if (end === -1) break;
    start = end + 1;
    line += 1;
  }
  return line;
};

const notText = (message: string): Decoded => ({ kind: "not-text", message });

const decodeAs = (bytes: Buffer, codec: string): Decoded => {
  const label = aliases[codec] ?? codec.replace(/^cp(125\d|874)$/, "windows-$1");
  if (label === "utf-8") {
    if (isUtf8(bytes)) return { kind: "text", text: bytes.toString("utf8") };
    return notText(`Line ${firstBadUtf8Line(bytes)} is not UTF-8, and the file has no \`coding:\` line that says otherwise.`);
  }
  if (label === "latin1") return { kind: "text", text: bytes.toString("latin1") };
  if (label === "ascii") {
    if (!bytes.some((byte) => byte > 127)) return { kind: "text", text: bytes.toString("latin1") };
    return notText(`Line ${lineOfFirstFault(bytes, (byte) => byte > 127)} is not ASCII, which the file's \`coding:\` line promises.`);
  }
  try {
    return { kind: "text", text: new TextDecoder(label, { fatal: true }).decode(bytes) };
  } catch (error) {
    if (error instanceof RangeError) return notText(`The file's \`coding:\` line names the unknown encoding ${JSON.stringify(codec)}.`);
    return notText(`The file is not in ${codec}, which its \`coding:\` line promises.`);
  }
};

/** Never throws. The text has no byte-order mark and only `\n` as line ends. */
export const decodeSource = (bytes: Buffer): Decoded => {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return finish(decodeAs(bytes.subarray(2), "utf-16le"));
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return finish(decodeAs(bytes.subarray(2), "utf-16be"));
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const content = hasMark ? bytes.subarray(3) : bytes;
  if (content.includes(0)) return notText("The file holds NUL bytes: it is not Python source.");
  return finish(decodeAs(content, hasMark ? "utf-8" : (codingCookie(content) ?? "utf-8")));
};

const finish = (decoded: Decoded): Decoded =>
  decoded.kind === "text" ? { kind: "text", text: withoutCarriageReturns(decoded.text) } : decoded;
