/**
 * Whole scans in a folder that several processes share: a cache, so nothing in it is ever needed. One file a scan, under
 * a name that says of what; replaced whole (written beside, then renamed). One of another program, or torn, is worth
 * nothing. It never throws.
 */
import { readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { constants, crc32, zstdCompressSync, zstdDecompressSync } from "node:zlib";
import type { Note } from "../files/disk.ts";
import { programIdentity } from "./program-identity.ts";
import { makeFolder } from "../../kit/make-folder.ts";

export interface StoredScan<Head> {
  /** What is said of the scan without opening it: plain JSON. */
  readonly head: Head;
  readonly notes: readonly Note[];
  /** What the scan gave, in pieces; as UTF-8 where it was read back. */
  readonly text: () => Iterable<string | Uint8Array>;
}

export interface ScanStore<Head> {
  get(name: string): StoredScan<Head> | undefined;
  put(name: string, scan: StoredScan<Head>): void;
}

export interface ScanStoreOptions {
  readonly folder: string;
  /** The scans longest unused go beyond either. */
  readonly maxScans?: number;
  readonly maxBytes?: number;
}

interface Layout<Head> {
  readonly program: string;
  readonly head: Head;
  readonly notes: number;
  /** Each piece of the text is compressed by itself. */
  readonly text: readonly number[];
  readonly sum: number;
}

type Row = readonly [question: string, path: string, answer: string, stamp: string | null];

const newline = 10;
const extension = ".scan";
const quick = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

const toRow = ({ question, path, answer, stamp }: Note): Row => [question, path, answer, stamp];
const toNote = ([question, path, answer, stamp]: Row): Note => ({ question, path, answer, stamp });

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

function* unpacked(bytes: Uint8Array, lengths: readonly number[]): Generator<Uint8Array> {
  let at = 0;
  for (const length of lengths) {
    yield zstdDecompressSync(bytes.subarray(at, at + length));
    at += length;
  }
}

const open = <Head>(path: string): StoredScan<Head> | undefined => {
  const bytes = readFileSync(path);
  const end = bytes.indexOf(newline);
  const layout: Layout<Head> = JSON.parse(bytes.toString("utf8", 0, end));
  const body = bytes.subarray(end + 1);
  if (layout.program !== programIdentity() || body.length !== layout.notes + sum(layout.text) || crc32(body) !== layout.sum)
    return undefined;
  const rows: readonly Row[] = JSON.parse(zstdDecompressSync(body.subarray(0, layout.notes)).toString("utf8"));
  return { head: layout.head, notes: rows.map(toNote), text: () => unpacked(body.subarray(layout.notes), layout.text) };
};

const close = <Head>({ head, notes, text }: StoredScan<Head>): Buffer => {
  const packedNotes = zstdCompressSync(JSON.stringify(notes.map(toRow)), quick);
  const packedText = [...text()].map((piece) => zstdCompressSync(piece, quick));
  const body = Buffer.concat([packedNotes, ...packedText]);
  const layout: Layout<Head> = {
    program: programIdentity(),
    head,
    notes: packedNotes.length,
    text: packedText.map(({ length }) => length),
    sum: crc32(body),
  };
  return Buffer.concat([Buffer.from(`${JSON.stringify(layout)}\n`), body]);
};

/** Nothing is read or made on disk before the first use. */
export const createScanStore = <Head>({ folder, maxScans = 64, maxBytes = 64 * 1024 * 1024 }: ScanStoreOptions): ScanStore<Head> => {
  const pathOf = (name: string): string => join(folder, `${name}${extension}`);
  const trim = (): void => {
    const files = readdirSync(folder)
      .map((name) => ({ path: join(folder, name), stat: statSync(join(folder, name)) }))
      .sort((a, b) => b.stat.mtimeMs - a.stat.mtimeMs);
    let size = 0;
    for (const [index, { path, stat }] of files.entries()) {
      size += stat.size;
      if (index >= maxScans || size > maxBytes) rmSync(path, { force: true });
    }
  };
  return {
    get: (name) => {
      try {
        const found = open<Head>(pathOf(name));
        const now = new Date();
        if (found !== undefined) utimesSync(pathOf(name), now, now);
        return found;
      } catch {
        return undefined;
      }
    },
    put: (name, scan) => {
      const temporary = `${pathOf(name)}.${process.pid}.tmp`;
      try {
        makeFolder(folder);
      } catch {
        return;
      }
      try {
        writeFileSync(temporary, close(scan), { mode: 0o600 });
        renameSync(temporary, pathOf(name));
        trim();
      } catch {
        rmSync(temporary, { force: true });
      }
    },
  };
};
