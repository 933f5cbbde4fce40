/**
 * Loaded before a program (`--import`): from a moment on counts its calls of the file system, the database and the
 * start of processes, and lets the Nth fail as the system would. Nothing in the program knows of it.
 */
import childProcess from "node:child_process";
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import sqlite from "node:sqlite";

/** What may go wrong with a file, in turn. */
const fileErrors = [
  ["EIO", 5],
  ["ENOSPC", 28],
  ["EMFILE", 24],
  ["EACCES", 13],
  ["EDQUOT", 122],
];
/** SQLite's result codes: I/O error, disk full, cannot open, read-only. */
const databaseErrors = [10, 13, 14, 8];

export const faults = { failAt: 0, count: 0, isOn: false, hit: "" };
globalThis.djdeskFaults = faults;

const isHit = (what) => {
  if (!faults.isOn) return false;
  faults.count += 1;
  if (faults.count !== faults.failAt) return false;
  faults.hit = what;
  return true;
};
const fileError = (what) => {
  const [code, errno] = fileErrors[faults.failAt % fileErrors.length];
  return Object.assign(new Error(`${code}: made to fail, ${what}`), { code, errno: -Number(errno), syscall: what });
};
const databaseError = () => {
  const errcode = databaseErrors[faults.failAt % databaseErrors.length];
  return Object.assign(new Error("made to fail"), { code: "ERR_SQLITE_ERROR", errcode, errstr: "made to fail" });
};

/** Closing and looking whether something is there do not fail in practice, or cannot be told of. */
const untouched =
  /^(close|exists|_|to|watch|unwatch|Stats|Dir|File|Read|Write|F_|R_|W_|X_|constants|promises|internal|createReadStream|createWriteStream)/;

let depth = 0;
for (const { owner, prefix } of [
  { owner: fs, prefix: "fs." },
  { owner: fs.promises, prefix: "fs.promises." },
]) {
  for (const name of Object.keys(owner)) {
    const original = owner[name];
    if (typeof original !== "function" || untouched.test(name)) continue;
    const isPromise = owner === fs.promises;
    const isSync = name.endsWith("Sync");
    if (!isPromise && !isSync) continue;
    const wrapped = function (...args) {
      // A process that is gone is in the order of things, and there are as many as the machine has. What a call calls is one with it.
      if (depth > 0 || String(args[0]).startsWith("/proc") || !isHit(prefix + name)) {
        if (isPromise) return original.apply(this, args);
        depth += 1;
        try {
          return original.apply(this, args);
        } finally {
          depth -= 1;
        }
      }
      const error = fileError(name);
      if (isPromise) return Promise.reject(error);
      throw error;
    };
    // `realpathSync.native` and the like.
    owner[name] = Object.assign(wrapped, original);
  }
}

const spawn = childProcess.spawn;
childProcess.spawn = (program, ...rest) => spawn(isHit("spawn") ? "/nonexistent/program" : program, ...rest);

const example = new sqlite.DatabaseSync(":memory:");
const statement = Object.getPrototypeOf(example.prepare("SELECT 1"));
for (const [owner, names] of [
  [sqlite.DatabaseSync.prototype, ["exec", "prepare"]],
  [statement, ["run", "all", "get"]],
]) {
  for (const name of names) {
    const original = owner[name];
    owner[name] = function (...args) {
      if (isHit(`sqlite.${name}`)) throw databaseError();
      return original.apply(this, args);
    };
  }
}
example.close();
const { DatabaseSync } = sqlite;
sqlite.DatabaseSync = class extends DatabaseSync {
  constructor(...args) {
    if (isHit("sqlite.open")) throw databaseError();
    super(...args);
  }
};
syncBuiltinESMExports();
