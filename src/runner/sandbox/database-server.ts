/** Where a project's settings say that a database server listens: the only places that a run may reach. */
export type DatabaseServer =
  | { readonly kind: "tcp"; readonly host: string; readonly port: number; readonly protocol: DatabaseProtocol }
  /** A Unix socket, or a file that the driver reads to find its server. */
  | { readonly kind: "path"; readonly path: string; readonly protocol: DatabaseProtocol };

export type DatabaseProtocol = "postgresql" | "mysql" | "oracle" | "mssql";
