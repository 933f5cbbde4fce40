import { Worker } from "node:worker_threads";
import type { JoinAnswer, JoinTask } from "./join-messages.ts";

export type Joined = Extract<JoinAnswer, { readonly kind: "done" }>;

/** Joins in a thread of its own, until `signal` ends it. Rejects with a sentence when it could not. */
export const joinInThread = (task: JoinTask, signal: AbortSignal): Promise<Joined> =>
  new Promise((resolve, reject) => {
    const thread = new Worker(new URL("./join-thread.ts", import.meta.url), {
      name: "join",
      env: {},
      argv: [],
      execArgv: [],
      workerData: task,
    });
    const stop = (): void => void thread.terminate();
    signal.addEventListener("abort", stop);
    thread.once("message", (answer: JoinAnswer) => {
      if (answer.kind === "done") resolve(answer);
      else reject(new Error(answer.message));
    });
    thread.once("error", reject);
    thread.once("exit", () => {
      signal.removeEventListener("abort", stop);
      reject(new Error(signal.aborted ? "DJDesk was closed before it was compared." : "The thread that compares ended unexpectedly."));
    });
  });
