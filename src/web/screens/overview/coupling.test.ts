import { expect, it } from "vitest";
import { toCoupling } from "./coupling.ts";

const node = (name: string, app: string) => ({
  name,
  app,
  label: `${app}.${name}`,
  badge: "",
  fields: [],
  relations: [],
  file: null,
  line: null,
});

it("relations between apps are counted by direction, those inside an app apart", () => {
  const nodes = [node("Book", "catalogue"), node("Author", "catalogue"), node("Loan", "lending"), node("Reader", "people")];
  const connection = (source: string, target: string) => ({ source, target, field: "x", kind: "many_to_one" as const });
  const { links, within } = toCoupling(nodes, [
    connection("Loan", "Book"),
    connection("Loan", "Reader"),
    connection("Loan", "Book"),
    connection("Book", "Author"),
    connection("Loan", "Ghost"),
  ]);
  expect(links).toEqual([
    { source: "lending", target: "catalogue", count: 2 },
    { source: "lending", target: "people", count: 1 },
  ]);
  expect([...within]).toEqual([["catalogue", 1]]);
});
