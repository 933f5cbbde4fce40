import type { Binding } from "../value.ts";

/** A binding of its own with the same content. A spread would not do: the value of a deferred one is no own property. */
export const copyBinding = ({ value, origins, because, inferred }: Binding): Binding => {
  const copy: Binding = { value, origins };
  if (because !== undefined) copy.because = because;
  if (inferred !== undefined) copy.inferred = inferred;
  return copy;
};
