import type { Command } from "commander";
import type { Door } from "../door.ts";

export const addDoctorCommand = (_program: Command, _door: Door): void => {};
