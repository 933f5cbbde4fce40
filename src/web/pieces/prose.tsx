import { LongText } from "./long-text.tsx";

const draw = (text: string) =>
  text.split("`").map((part, index) => (index % 2 === 1 ? <code key={`${index} ${part}`}>{part}</code> : part));

/** A sentence of the desk with its code (between backticks) set as code. */
export const Prose = ({ text }: { readonly text: string }) => <LongText text={text} draw={draw} />;
