import type { Desk } from "../desk/desk.ts";
import type { WorkspaceRecord } from "../../store/workspaces.ts";
import { findOrRegisterFolder } from "../workspaces/register-folder.ts";
import { placeSample } from "./place-sample.ts";
import { type Sample, samples } from "./samples.ts";

/** The workspace of a bundled sample: placed in the data folder and registered, trusted, on first use. */
export const openSample = (desk: Desk, sample: Sample = samples[0]): Promise<WorkspaceRecord> =>
  findOrRegisterFolder(desk, { path: placeSample(sample, desk.dataFolder), name: sample.name, bundled: true });
