/**
 * Texts by key in a folder that several processes share: a cache, so nothing in it is ever needed. Sixteen packs by the
 * key's first hex digit; a pack is read when first asked for and replaced whole by `flush` (written beside, then
 * renamed). A pack of another version, or one that is torn, is worth nothing from the first fault on; it never throws.
 */
import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { makeFolder } from "../../kit/make-folder.ts";

export interface PackStore {
  /** The text stored under `key` (hex), or undefined. */
  get(key: string): string | undefined;
  put(key: string, text: string): void;
  /** Writes what was put since the last flush; keeps entries that other processes wrote meanwhile. */
  flush(): void;
}

export interface PackStoreOptions {
  readonly folder: string;
  /** What made the texts; packs of any other version are ignored and rewritten. No newline. */
  readonly version: string;
  /** Per pack; the entries longest unused are left out beyond it. */
  readonly maxPackBytes?: number;
}

/** Entries in the order of their last use, oldest first. */
type Pack = Map<string, Buffer>;

const newline = 10;
const entryHead = /^([0-9a-f]{1,64}) (\d+) (\d+)$/;

const readPack = (path: string, version: string): Pack => {
  const pack: Pack = new Map();
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch {
    return pack;
  }
  const head = bytes.indexOf(newline);
  if (head === -1 || bytes.toString("utf8", 0, head) !== version) return pack;
  for (let at = head + 1; at < bytes.length;) {
    const end = bytes.indexOf(newline, at);
    const [, key, size, sum] = entryHead.exec(bytes.toString("latin1", at, end === -1 ? at : end)) ?? [];
    if (key === undefined) return pack;
    const content = bytes.subarray(end + 1, end + 1 + Number(size));
    if (content.length !== Number(size) || crc32(content) !== Number(sum)) return pack;
    pack.set(key, content);
    at = end + 2 + Number(size);
  }
  return pack;
};

const writePack = (path: string, version: string, pack: Pack): void => {
  const parts: Buffer[] = [Buffer.from(`${version}\n`)];
  for (const [key, content] of pack) parts.push(Buffer.from(`${key} ${content.length} ${crc32(content)}\n`), content, Buffer.from("\n"));
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, Buffer.concat(parts));
    renameSync(temporary, path);
  } catch {
    rmSync(temporary, { force: true });
  }
};

/** Nothing is read or made on disk before the first use. */
export const createPackStore = ({ folder, version, maxPackBytes = 8 * 1024 * 1024 }: PackStoreOptions): PackStore => {
  const packs = new Map<string, Pack>();
  const changed = new Set<string>();
  const pathOf = (name: string): string => join(folder, `${name}.pack`);
  const packOf = (key: string): Pack => {
    const name = key.charAt(0);
    const known = packs.get(name);
    if (known !== undefined) return known;
    const read = readPack(pathOf(name), version);
    packs.set(name, read);
    return read;
  };
  const trimmed = (pack: Pack): Pack => {
    let size = 0;
    const kept: [string, Buffer][] = [];
    for (const entry of [...pack].reverse()) {
      size += entry[1].length;
      if (size > maxPackBytes) break;
      kept.push(entry);
    }
    return new Map(kept.reverse());
  };
  return {
    get: (key) => {
      const pack = packOf(key);
      const content = pack.get(key);
      if (content === undefined) return undefined;
      pack.delete(key);
      pack.set(key, content);
      return content.toString("utf8");
    },
    put: (key, text) => {
      packOf(key).set(key, Buffer.from(text));
      changed.add(key.charAt(0));
    },
    flush: () => {
      if (changed.size === 0) return;
      try {
        makeFolder(folder);
      } catch {
        return;
      }
      for (const name of changed) {
        const merged = trimmed(new Map([...readPack(pathOf(name), version), ...(packs.get(name) ?? [])]));
        packs.set(name, merged);
        writePack(pathOf(name), version, merged);
      }
      changed.clear();
    },
  };
};
