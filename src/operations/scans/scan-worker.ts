/**
 * The server's end of the scan thread: one scan at a time. A thread that dies or says nothing for too long is
 * replaced; its scan fails with the reason and the next one goes on.
 */
import { Worker } from "node:worker_threads";
import { assertNever } from "../../kit/assert-never.ts";
import type { Stage } from "../../inspector/inspect.ts";
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
  timer: NodeJS.Timeout;
}

export interface ScanWorkerOptions {
  /** What scans of all processes read; absent: the thread remembers its own scans only. */
  readonly cacheFolder?: string | undefined;
  readonly silenceLimitMs?: number;
}

export const createScanWorker = ({ cacheFolder, silenceLimitMs = 120_000 }: ScanWorkerOptions = {}): ScanWorker => {
  let worker: { readonly thread: Worker; readonly guard: GuardMemory } | null = null;
  let job: Job | null = null;
  let nextId = 1;

  const end = (settle: (ended: Job) => void): void => {
    const ended = job;
    if (ended === null) return;
    job = null;
    clearTimeout(ended.timer);
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
  const watchSilence = (): NodeJS.Timeout =>
    setTimeout(() => drop(`The scan made no progress for ${silenceLimitMs / 1000} s and was stopped.`), silenceLimitMs);

  const receive = (message: ScanAnswer): void => {
    if (job === null || message.id !== job.id) return;
    switch (message.kind) {
      case "stage":
        clearTimeout(job.timer);
        job.timer = watchSilence();
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
  const running = (): Worker => {
    if (worker !== null) return worker.thread;
    const guard = createGuardMemory();
    const started = new Worker(new URL("./scan-thread.ts", import.meta.url), {
      name: "scan",
      env: {},
      argv: [],
      execArgv: [],
      workerData: { cacheFolder, guard },
    });
    started.on("message", receive);
    started.on("error", (error) => drop(`The scan thread failed: ${error instanceof Error ? error.message : String(error)}.`));
    started.on("exit", () => drop("The scan thread ended unexpectedly."));
    started.unref();
    worker = { thread: started, guard };
    return started;
  };

  return {
    scan: (request, onStage) =>
      new Promise((resolve, reject) => {
        if (job !== null) throw new Error("The scan thread is busy.");
        const task: ScanTask = { id: nextId, request };
        nextId += 1;
        job = { id: task.id, onStage, resolve, reject, timer: watchSilence() };
        running().postMessage(task);
      }),
    async close() {
      await endThread();
      end((ended) => ended.reject(new Error("DJDesk was closed before the scan ended.")));
    },
  };
};
