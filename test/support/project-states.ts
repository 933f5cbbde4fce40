/** The states in which Django projects are found, on SQLite and on database servers: for tests. */
import { freePort, type OpenSession } from "./database-servers.ts";
import type { LibraryDatabase, Vendor } from "./library-database.ts";
import { crashLibrary, writeIn, writeLibrary } from "./library-project.ts";

export interface Place {
  /** Folder of the library, empty as yet. */
  readonly project: string;
  readonly database: LibraryDatabase;
}

export interface ProjectState {
  readonly title: string;
  readonly on: readonly Vendor[];
  /** Run by its developer, a command writes to the database. */
  readonly writes?: boolean;
  /** What its commands print is another's there: rows that they wrote themselves, or why no server answers. */
  readonly printsOther?: boolean;
  /** Its settings write files of the project, which needs a copy of it. */
  readonly makesFiles?: boolean;
  /** Writes the project and leaves it in this state, with a session that must end after the test. */
  readonly prepare: (place: Place) => Promise<OpenSession | null>;
}

const everywhere: readonly Vendor[] = ["sqlite", "postgresql", "mysql"];
const servers: readonly Vendor[] = ["postgresql", "mysql"];

interface Written {
  readonly settings?: string;
  readonly ready?: string;
}

const library = async ({ project, database }: Place, { settings = "", ready = "pass" }: Written = {}): Promise<null> => {
  writeLibrary(project, { settings: database.settings() + settings, ready });
  await database.fill();
  return null;
};

const logging = `LOGGING = {"version": 1, "handlers": {"file": {"class": "logging.FileHandler", "filename": str(BASE_DIR / "library.log")}}, "root": {"handlers": ["file"], "level": "INFO"}}`;
const media = `import os\nMEDIA_ROOT = BASE_DIR / "media" / "covers"\nos.makedirs(MEDIA_ROOT, exist_ok=True)\n(MEDIA_ROOT / "index.txt").write_text("made at start")`;
const pages = `from django.db import migrations, models
class Migration(migrations.Migration):
    atomic = False
    dependencies = [("books", "0001_initial")]
    operations = [migrations.AddField("book", "pages", models.IntegerField(null=True)), migrations.AddField("book", "shelf", models.IntegerField(null=True))]
`;
const insertSanditon = "INSERT INTO books_book (title, token) VALUES ('Sanditon', '')";
/** A row that stays locked, and one that nobody else sees yet. */
const change = `UPDATE books_book SET title = 'half written'; ${insertSanditon}`;

const onAll: readonly ProjectState[] = [
  { title: "a migrated database", on: everywhere, prepare: (place) => library(place) },
  {
    title: "a database without tables",
    on: everywhere,
    async prepare({ project, database }) {
      writeLibrary(project, { settings: database.settings() });
      await database.make();
      return null;
    },
  },
  {
    title: "a migration that a crash ended half-way",
    on: everywhere,
    async prepare(place) {
      await library(place);
      await place.database.sql("ALTER TABLE books_book ADD COLUMN pages integer NULL");
      writeIn(place.project, "books/migrations/0002_pages.py", pages);
      return null;
    },
  },
  { title: "settings that open a log file", on: everywhere, prepare: (place) => library(place, { settings: logging }) },
  {
    title: "settings that make folders and files",
    on: everywhere,
    makesFiles: true,
    prepare: (place) => library(place, { settings: media }),
  },
  {
    title: "an app that asks the database at start",
    on: everywhere,
    prepare: (place) => library(place, { ready: "from .models import Book; print(Book.objects.count(), 'books')" }),
  },
  {
    title: "an app that writes to the database at start, and goes on when that is refused",
    on: everywhere,
    writes: true,
    printsOther: true,
    prepare: (place) =>
      library(place, {
        ready: `from .models import Book
        try:
            Book.objects.create(title="stolen")
        except Exception:
            pass`,
      }),
  },
];

const onSqlite: readonly ProjectState[] = [
  {
    title: "no database file",
    on: ["sqlite"],
    async prepare({ project }) {
      writeLibrary(project);
      return null;
    },
  },
  {
    title: "a write-ahead log at rest",
    on: ["sqlite"],
    async prepare(place) {
      await library(place);
      crashLibrary(place.project, "wal", []);
      return null;
    },
  },
  {
    title: "a write-ahead log that a crash left",
    on: ["sqlite"],
    async prepare(place) {
      await library(place);
      crashLibrary(place.project, "wal", ["-wal"]);
      return null;
    },
  },
  {
    title: "a hot rollback journal",
    on: ["sqlite"],
    async prepare(place) {
      await library(place);
      crashLibrary(place.project, "delete", ["-journal"]);
      return null;
    },
  },
  {
    title: "a database that another program has open",
    on: ["sqlite"],
    async prepare(place) {
      await library(place);
      return place.database.hold(`PRAGMA journal_mode=WAL; ${insertSanditon}`);
    },
  },
];

/** What lies beside an SQLite file has no counterpart on a server: these are what comes nearest. */
const onServers: readonly ProjectState[] = [
  {
    title: "no database of that name",
    on: servers,
    async prepare({ project, database }) {
      writeLibrary(project, { settings: database.settings() });
      return null;
    },
  },
  {
    // As a log at rest lies there to be read by who may not write.
    title: "a role that may only read",
    on: servers,
    async prepare(place) {
      await library(place);
      writeLibrary(place.project, { settings: place.database.settings({ user: "reader" }) });
      if (place.database.vendor === "postgresql") await place.database.sql("GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader");
      return null;
    },
  },
  {
    // As a crash leaves the server of a log.
    title: "a server that does not run",
    on: servers,
    printsOther: true,
    async prepare(place) {
      await library(place);
      writeLibrary(place.project, { settings: place.database.settings({ port: await freePort() }) });
      return null;
    },
  },
  {
    // As a hot journal: it waits to be ended, and holds its locks though its session is gone.
    title: "a prepared transaction that a crash left",
    on: servers,
    async prepare(place) {
      await library(place);
      const prepared =
        place.database.vendor === "postgresql"
          ? `BEGIN; ${change}; PREPARE TRANSACTION 'left'`
          : `XA START 'left'; ${change}; XA END 'left'; XA PREPARE 'left'`;
      const session = await place.database.hold(prepared);
      await session.end();
      const roll = place.database.vendor === "postgresql" ? "ROLLBACK PREPARED 'left'" : "XA ROLLBACK 'left'";
      return { end: () => place.database.sql(roll) };
    },
  },
  {
    title: "rows that another session has not committed",
    on: servers,
    async prepare(place) {
      await library(place);
      return place.database.hold(`BEGIN; ${change}`);
    },
  },
];

export const projectStates: readonly ProjectState[] = [...onAll, ...onSqlite, ...onServers];
