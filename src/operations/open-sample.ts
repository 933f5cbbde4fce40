import type { Handler } from "./handler.ts";
import { openSample as openSampleOf } from "./samples/open-sample.ts";
import { samples } from "./samples/samples.ts";
import { toWorkspace } from "./workspaces/to-workspace.ts";

export const openSample: Handler<"openSample"> = async (desk, input) =>
  toWorkspace(
    desk,
    await openSampleOf(
      desk,
      samples.find(({ key }) => key === input.sample),
    ),
  );
