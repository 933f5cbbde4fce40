/** The words of a notification. They hold names that a project chose: short, on one line, without mark-up. */
import { statusWords } from "../../src/contract/run-endings.ts";
import { shownText } from "../../src/kit/shown-text.ts";
import type { DeskRun } from "../desk/desk-client.ts";

const most = { title: 80, body: 160 };

/** Some systems read mark-up in notifications: its signs are replaced by their likenesses. */
const plain = (text: string, max: number): string => shownText(text, max).replaceAll("<", "‹").replaceAll(">", "›").replaceAll("&", "＆");

export const toNotice = ({ label, status, workspace, metadata }: DeskRun): { readonly title: string; readonly body: string } => {
  const { raw, duration_seconds: seconds } = metadata.command;
  const took = seconds === null ? "" : ` after ${seconds.toFixed(1)} s`;
  return {
    title: plain(`${label} ${statusWords[status]}`, most.title),
    body: plain(`${workspace}: ${raw}${took}`, most.body),
  };
};
