/** What a second start gives to the first: its words and where it was started. */
import { z } from "zod";
import { parseArguments, type OpenRequest } from "./open-request.ts";
import type { Settings } from "./settings.ts";

const handOver = z.object({ words: z.array(z.string().max(8192)).max(50), cwd: z.string().max(4096) });

export const toHandOver = ({ words, cwd }: Settings): z.infer<typeof handOver> => ({ words: [...words], cwd });

/** Nothing when it is not understood: another version may have sent it. */
export const readHandOver = (handed: unknown): readonly OpenRequest[] => {
  const read = handOver.safeParse(handed);
  return read.success ? parseArguments(read.data.words, read.data.cwd) : [];
};
