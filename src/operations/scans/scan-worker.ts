/**
 * The server's end of the scan thread: one scan at a time. A thread that dies or is silent for too long is replaced;
 * its scan fails with the reason and the next one goes on.
 */
import { Worker } from "node:worker_threads";
import { assertNever } from "../../kit/assert-never.ts";
import type { Stage } from "../../inspector/inspect.ts";
import { createPulseMemory, watchPulse, type PulseMemory, type SilenceLimits } from "./scan-pulse.ts";
import { createGuardMemory, whenEndable, type GuardMemory } from "./thread-guard.ts";
import type { InspectRequest, ScanAnswer, ScanResult, ScanTask } from "./scan-messages.ts";

export interface ScanWorker {
  /** Rejects with a sentence when the scan could not be made. */
  scan(request: InspectRequest, onStage: (stage: Stage) => void): Promise<ScanResult>;
  close(): Promise<void>;
}

interface Job {
  readonly id: number;
  readonly onStage: (stage: Stage) => void;
  readonly resolve: (result: ScanResult) => void;
  readonly reject: (reason: Error) => void;
  readonly stopWatching: () => void;
}

export interface ScanWorkerOptions {
  /** What scans of all processes read; absent: the thread remembers its own scans only. */
  readonly cacheFolder?: string | undefined;
  readonly limits?: SilenceLimits;
}

const usualLimits: SilenceLimits = { fileLimitMs: 5000, silenceLimitMs: 6000, beginLimitMs: 30_000 };

export const createScanWorker = ({ cacheFolder, limits = usualLimits }: ScanWorkerOptions = {}): ScanWorker => {
  let worker: { readonly thread: Worker; readonly guard: GuardMemory; readonly pulse: PulseMemory } | null = null;
  let job: Job | null = null;
  let nextId = 1;

  const end = (settle: (ended: Job) => void): void => {
    const ended = job;
    if (ended === null) return;
    job = null;
    ended.stopWatching();
    settle(ended);
  };
  const endThread = async (): Promise<void> => {
    if (worker === null) return;
    const { thread, guard } = worker;
    worker = null;
    thread.removeAllListeners();
    thread.on("error", () => {});
    await whenEndable(guard);
    await thread.terminate();
  };
  const drop = (reason: string): void => {
    void endThread();
    end((ended) => ended.reject(new Error(reason)));
  };
  const receive = (message: ScanAnswer): void => {
    if (job === null || message.id !== job.id) return;
    switch (message.kind) {
      case "stage":
        job.onStage(message.stage);
        break;
      case "done":
        end((ended) => ended.resolve(message.result));
        break;
      case "failed":
        end((ended) => ended.reject(new Error(message.message)));
        break;
      default:
        assertNever(message);
    }
  };
  const running = (): NonNullable<typeof worker> => {
    if (worker !== null) return worker;
    const pulse = createPulseMemory();
    const guard = createGuardMemory();
    const started = new Worker(new URL("./scan-thread.ts", import.meta.url), {
      name: "scan",
      env: {},
      argv: [],
      execArgv: [],
      workerData: { cacheFolder, guard, pulse },
    });
    started.on("message", receive);
    started.on("error", (error) => drop(`The scan thread failed: ${error instanceof Error ? error.message : String(error)}.`));
    started.on("exit", () => drop("The scan thread ended unexpectedly."));
    started.unref();
    worker = { thread: started, guard, pulse };
    return worker;
  };

  return {
    scan: (request, onStage) =>
      new Promise((resolve, reject) => {
        if (job !== null) throw new Error("The scan thread is busy.");
        const task: ScanTask = { id: nextId, request };
        nextId += 1;
        const { thread, pulse } = running();
        job = { id: task.id, onStage, resolve, reject, stopWatching: watchPulse(pulse, limits, drop) };
        thread.postMessage(task);
      }),
    async close() {
      await endThread();
      end((ended) => ended.reject(new Error("DJDesk was closed before the scan ended.")));
    },
  };
};
