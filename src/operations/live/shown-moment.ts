import { localTime } from "../../kit/local-time.ts";

/** `22:42 on Nov 28`, in the machine's own zone. */
export const shownMoment = (at: number): string => `${localTime(at).slice(0, 5)} on ${new Date(at).toDateString().slice(4, 10)}`;
