/** Takes the calls of the pages: the sender must be the page that may send this call, in its main frame, and the argument what the contract says. */
import { ipcMain, type IpcMainInvokeEvent } from "electron";
import { z } from "zod";
import { senders, type CallName, type Calls, type Page } from "../../ipc/calls.ts";
import { isLocalPath } from "../open-request.ts";

const schemas: { readonly [Name in CallName]: z.ZodType<Calls[Name]> } = {
  "open-paths": z.strictObject({ paths: z.array(z.string().max(4096).refine(isLocalPath)).min(1).max(20) }),
  find: z.strictObject({ text: z.string().max(500), forward: z.boolean(), next: z.boolean() }),
  "close-find": z.null(),
  retry: z.null(),
};

export type CallHandlers = { readonly [Name in CallName]: (input: Calls[Name]) => void | Promise<void> };

/** `pageOf` says which page a main frame shows at this moment; null for any other. */
export const handleCalls = (handlers: CallHandlers, pageOf: (event: IpcMainInvokeEvent) => Page | null): void => {
  const take = <Input>(name: CallName, schema: z.ZodType<Input>, handler: (input: Input) => void | Promise<void>): void =>
    ipcMain.handle(name, async (event, ...inputs: readonly unknown[]) => {
      const isMainFrame = event.senderFrame?.parent === null;
      if (!isMainFrame || pageOf(event) !== senders[name]) throw new Error(`${name}: this page may not send it.`);
      const input = schema.safeParse(inputs[0]);
      if (!input.success || inputs.length !== 1) throw new Error(`${name}: the argument is not what the contract says.`);
      await handler(input.data);
    });
  take("open-paths", schemas["open-paths"], handlers["open-paths"]);
  take("find", schemas.find, handlers.find);
  take("close-find", schemas["close-find"], handlers["close-find"]);
  take("retry", schemas.retry, handlers.retry);
};
