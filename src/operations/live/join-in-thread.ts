import { Worker } from "node:worker_threads";
import type { JoinAnswer, JoinTask } from "./live-messages.ts";

export type Joined = Extract<JoinAnswer, { readonly kind: "done" }>;

/** Joins in a thread of its own. Rejects with a sentence when it could not. */
export const joinInThread = (task: JoinTask): Promise<Joined> =>
  new Promise((resolve, reject) => {
    const thread = new Worker(new URL("./join-thread.ts", import.meta.url), {
      name: "join",
      env: {},
      argv: [],
      execArgv: [],
      workerData: task,
    });
    thread.once("message", (answer: JoinAnswer) => {
      if (answer.kind === "done") resolve(answer);
      else reject(new Error(answer.message));
    });
    thread.once("error", reject);
    thread.once("exit", () => reject(new Error("The thread that compares ended unexpectedly.")));
  });
