/** The projects that come with DJDesk, in `samples/` beside the program: a folder each, and a dump of its database. */
export interface Sample {
  /** Its folder and the dump's name: `samples/observatory/`, `samples/observatory.sql`. */
  readonly key: string;
  readonly name: string;
}

export const samples: readonly [Sample, ...Sample[]] = [
  { key: "observatory", name: "Observatory" },
  { key: "library", name: "Library" },
];

/** What comes with the program; nothing in it is ever written. */
export const bundledSamples = new URL("../../../samples/", import.meta.url);
