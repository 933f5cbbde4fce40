/**
 * Parses each content once: trees by the hash of the file they came from, in memory for the life of a server and, with
 * a folder, on disk for the next process: but for source that may hold a secret, which stays where it is. A tree read
 * back equals the tree that parsing would give.
 */
import { mayHoldSecret } from "../link/settings/is-secret.ts";
import { createPackStore } from "../files/pack-store.ts";
import { parseModule, type ParseOptions } from "./parse-module.ts";
import type { ModuleTree } from "./tree.ts";

export interface ParseCache {
  /** The tree of `text`, whose content hash is `hash`. */
  parse(text: string, hash: string): ModuleTree;
  /** Counts since the cache was made; `bytes` are characters of text, parsed or not. */
  readonly stats: ParseStats;
  /** Writes new trees to the folder. Fails silently: it is a cache. */
  flush(): void;
}

export interface ParseStats {
  readonly parsed: number;
  readonly cached: number;
  readonly bytes: number;
}

export interface ParseCacheOptions extends ParseOptions {
  /** Kept between processes and shared by them; absent: memory only. */
  readonly folder?: string;
  /** Characters of source whose trees are kept in memory; beyond it the least recently used go. */
  readonly maxCharacters?: number;
}

/** Raise whenever a text may give another tree than before: the parser's version, the tree's shape, a fix in `pyright/to-*.ts`. */
const treeVersion = "djdesk trees 3, pyright-internal 1.2.0-dev.20260920";

export const createParseCache = (options: ParseCacheOptions = {}): ParseCache => {
  const { folder, bodies = "skip", maxCharacters = 32 * 1024 * 1024 } = options;
  const disk = folder === undefined ? null : createPackStore({ folder, version: `${treeVersion}, bodies ${bodies}` });
  const memory = new Map<string, { readonly tree: ModuleTree; readonly size: number }>();
  /** Trees to be written to the folder; beyond some characters of source they wait as text, which is smaller. */
  const fresh: { readonly hash: string; readonly text: string; readonly tree: ModuleTree }[] = [];
  const mostFresh = 1024 * 1024;
  let freshCharacters = 0;
  let held = 0;
  let parsed = 0;
  let cached = 0;
  let bytes = 0;

  const remember = (hash: string, tree: ModuleTree, size: number): void => {
    memory.set(hash, { tree, size });
    held += size;
    for (const [oldest, entry] of memory) {
      if (held <= maxCharacters || oldest === hash) break;
      memory.delete(oldest);
      held -= entry.size;
    }
  };
  const store = (): void => {
    for (const { hash, text, tree } of fresh.splice(0)) if (!mayHoldSecret(text)) disk?.put(hash, JSON.stringify(tree));
    freshCharacters = 0;
  };
  const fromDisk = (hash: string): ModuleTree | undefined => {
    const stored = disk?.get(hash);
    if (stored === undefined) return undefined;
    const tree: ModuleTree = JSON.parse(stored);
    return tree;
  };

  return {
    parse: (text, hash) => {
      bytes += text.length;
      const known = memory.get(hash);
      if (known !== undefined) {
        cached += 1;
        memory.delete(hash);
        memory.set(hash, known);
        return known.tree;
      }
      const stored = fromDisk(hash);
      if (stored !== undefined) cached += 1;
      else parsed += 1;
      const tree = stored ?? parseModule(text, { bodies });
      if (stored === undefined && disk !== null) {
        fresh.push({ hash, text, tree });
        freshCharacters += text.length;
        if (freshCharacters > mostFresh) store();
      }
      remember(hash, tree, text.length);
      return tree;
    },
    get stats() {
      return { parsed, cached, bytes };
    },
    flush: () => {
      store();
      disk?.flush();
    },
  };
};
