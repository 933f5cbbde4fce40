export type EdgeKind = "many_to_one" | "one_to_one" | "many_to_many" | "parent" | "proxy";

export interface SchemaEdge {
  readonly id: string;
  readonly source: string;
  readonly target: string;
  readonly field: string | null;
  readonly kind: EdgeKind;
  readonly onDelete: string | null;
}
