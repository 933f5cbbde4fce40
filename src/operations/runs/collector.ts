/** Takes what a command of DJDesk's own hands over on standard output, and makes of it what the run is for. */
export interface Collector {
  readonly take: (chunk: Buffer, tellProgress: (percent: number) => void) => void;
  /** After the run; what it made is kept only of a run that succeeded. Why there is none, or null. */
  readonly close: (succeeded: boolean) => string | null | Promise<string | null>;
}
