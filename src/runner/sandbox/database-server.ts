/** Where a project's settings say that a database server listens: the only places that a run may reach. */
export type DatabaseServer =
  | { readonly kind: "tcp"; readonly host: string; readonly port: number }
  /** A Unix socket, or a file that the driver reads to find its server. */
  | { readonly kind: "path"; readonly path: string };
