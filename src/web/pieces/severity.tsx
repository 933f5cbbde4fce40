import { CircleAlert, CircleCheck, Info, OctagonX, type LucideIcon } from "lucide-react";
import type { Severity } from "../../contract/shapes/common.ts";

const marks: Record<Severity, { readonly icon: LucideIcon; readonly word: string }> = {
  info: { icon: Info, word: "Note" },
  success: { icon: CircleCheck, word: "Good" },
  warning: { icon: CircleAlert, word: "Warning" },
  danger: { icon: OctagonX, word: "Danger" },
};

interface Props {
  readonly severity: Severity;
  /** Replaces the severity's own word; never left out, since colour alone says nothing to many people. */
  readonly word?: string;
  /** Keeps the word for screen readers only, where the row's text already says it. */
  readonly quiet?: boolean;
}

/** A severity as colour, shape and word at once. */
export const SeverityMark = ({ severity, word, quiet = false }: Props) => {
  const { icon: Icon, word: ownWord } = marks[severity];
  return (
    <span className={`mark tone-${severity}`}>
      <Icon size={14} aria-hidden />
      <span className={quiet ? "sr-only" : undefined}>{word ?? ownWord}</span>
    </span>
  );
};
