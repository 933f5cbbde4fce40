import { Ban, CircleCheck, CircleDashed, CircleX, LoaderCircle, type LucideIcon } from "lucide-react";

export type State = "requested" | "pending" | "running" | "succeeded" | "completed" | "failed" | "cancelled";

const states: Record<State, { readonly icon: LucideIcon; readonly word: string; readonly tone: string }> = {
  requested: { icon: CircleDashed, word: "Waiting", tone: "faint" },
  pending: { icon: CircleDashed, word: "Waiting", tone: "faint" },
  running: { icon: LoaderCircle, word: "Running", tone: "info" },
  succeeded: { icon: CircleCheck, word: "Succeeded", tone: "success" },
  completed: { icon: CircleCheck, word: "Completed", tone: "success" },
  failed: { icon: CircleX, word: "Failed", tone: "danger" },
  cancelled: { icon: Ban, word: "Cancelled", tone: "warning" },
};

/** State of a run or scan: shape, colour and word. `quiet` keeps the word for screen readers only. */
export const RunState = ({ state, quiet = false }: { readonly state: State; readonly quiet?: boolean }) => {
  const { icon: Icon, word, tone } = states[state];
  return (
    <span className={`mark tone-${tone}`} title={quiet ? word : undefined}>
      <Icon size={14} aria-hidden className={state === "running" ? "turning" : undefined} />
      <span className={quiet ? "sr-only" : undefined}>{word}</span>
    </span>
  );
};
