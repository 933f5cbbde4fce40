"""Opens SQLite files so that no byte of them can change; a missing one becomes an empty database in memory."""

import binascii
import io
import os
import shutil
import struct

from djdesk_notice import notice

WAL_FORMAT = 2
JOURNAL_MAGIC = binascii.unhexlify("d9d505f920a163d7")
SQLITE_OK, SQLITE_DENY, SQLITE_IGNORE = 0, 1, 2
SQLITE_PRAGMA, SQLITE_ATTACH = 19, 24
# Pragmas that would write: answered with nothing, since projects set them on every connection.
SILENT_PRAGMAS = ("journal_mode", "wal_checkpoint", "wal_autocheckpoint", "auto_vacuum", "incremental_vacuum", "optimize",
                  "user_version", "application_id", "page_size", "encoding", "schema_version", "locking_mode")
MISSING = object()


class SqlitePolicy(object):
    """Decides for each connection how its file is opened; never changes or creates one outside the scratch folder."""

    def __init__(self, scratch, project, originals, real_connect):
        self.originals = originals
        self.scratch = os.path.realpath(scratch)
        self.project = os.path.realpath(project)
        self.real_connect = real_connect
        self.copies = {}
        self.told = set()

    def connect(self, database, *args, **kwargs):
        target = self.target_of(database, kwargs.get("uri", args[6] if len(args) > 6 else False))
        if target is None:
            return self.real_connect(database, *args, **kwargs)
        path, query = target
        if self.is_scratch(path):
            return self.real_connect(database, *args, **kwargs)
        args, kwargs = args[:6], dict(kwargs, uri=True)
        if not os.path.exists(path):
            self.tell("the database {} does not exist: an empty one in memory stands in for it, nothing is created.", path)
            return self.guard(self.real_connect(":memory:", *args, **kwargs), False)
        return self.guard(self.real_connect(self.address_of(path, query), *args, **kwargs), True)

    def target_of(self, database, uri):
        """Path and query parameters of a database on disk, None for one in memory or a temporary one."""
        name = os.fspath(database) if not isinstance(database, (str, bytes)) else database
        if isinstance(name, bytes):
            name = os.fsdecode(name)
        query = []
        if uri and name.startswith("file:"):
            from urllib.parse import parse_qsl, unquote

            rest = name[5:].split("#", 1)[0]
            rest, _, parameters = rest.partition("?")
            query = parse_qsl(parameters, keep_blank_values=True)
            if ("mode", "memory") in query:
                return None
            if rest.startswith("//"):
                rest = "/" + rest[2:].partition("/")[2]
            name = unquote(rest)
        if name in ("", ":memory:"):
            return None
        return os.path.abspath(name), [pair for pair in query if pair[0] not in ("mode", "immutable", "nolock")]

    def is_scratch(self, path):
        return os.path.realpath(path).startswith(self.scratch + os.sep)

    def original(self, path):
        """Where the file itself lies when the run sees a copy of the project: other programs lock that one."""
        real = os.path.realpath(path)
        if self.originals is None or not real.startswith(self.originals["seen"] + os.sep):
            return real
        original = self.originals["real"] + real[len(self.originals["seen"]):]
        return original if os.path.isfile(original) else real

    def address_of(self, path, query):
        real = self.original(path)
        if real in self.copies:
            return to_uri(self.copies[real], query + [("mode", "ro")])
        if is_wal(real):
            if size_of(real + "-wal") == 0:
                return to_uri(real, query + [("immutable", "1")])
            if size_of(real + "-shm") == 0 or not self.answers(real, query + [("mode", "ro"), ("readonly_shm", "1")]):
                return to_uri(self.copy(real, "-wal"), query + [("mode", "ro")])
            return to_uri(real, query + [("mode", "ro"), ("readonly_shm", "1")])
        if has_journal(real) and not self.answers(real, query + [("mode", "ro")]):
            return to_uri(self.copy(real, "-journal"), query + [("mode", "ro")])
        return to_uri(real, query + [("mode", "ro")])

    def seen(self, path):
        """The name by which the project knows an original."""
        if self.originals is None or not path.startswith(self.originals["real"] + os.sep):
            return path
        return self.originals["seen"] + path[len(self.originals["real"]):]

    def answers(self, path, query):
        """False when the file cannot be read as it is: a crash left a journal that only a writer could roll back."""
        connection = None
        try:
            connection = self.real_connect(to_uri(path, query), uri=True, timeout=1.0)
            connection.execute("SELECT count(*) FROM sqlite_master").fetchall()
            return True
        except Exception:
            return False
        finally:
            if connection is not None:
                connection.close()

    def copy(self, path, companion):
        """A recovered copy in the scratch folder: SQLite rolls the copy back or forward, the original stays as it is."""
        folder = os.path.join(self.scratch, "recovered-{}".format(len(self.copies)))
        os.mkdir(folder)
        copy = os.path.join(folder, "database.sqlite3")
        shutil.copyfile(path, copy)
        shutil.copyfile(path + companion, copy + companion)
        connection = self.real_connect(copy)
        connection.execute("SELECT count(*) FROM sqlite_master").fetchall()
        connection.execute("PRAGMA journal_mode=DELETE")
        connection.close()
        self.copies[path] = copy
        self.tell("the database {} was left in the middle of a write: a recovered copy is read, the file stays as it is.", self.seen(path))
        return copy

    def guard(self, connection, read_only):
        if read_only:
            connection.execute("PRAGMA query_only=ON")
        connection.set_authorizer(authorize)
        return connection

    def tell(self, text, path):
        if path not in self.told:
            self.told.add(path)
            shown = os.path.relpath(path, self.project)
            notice(text.format(path if shown.startswith("..") else shown))


def authorize(action, first, second, *_):
    if action == SQLITE_PRAGMA and second is not None:
        name = (first or "").lower()
        if name in SILENT_PRAGMAS:
            return SQLITE_IGNORE
        if name in ("query_only", "writable_schema"):
            return SQLITE_DENY
    if action == SQLITE_ATTACH and first not in ("", ":memory:"):
        return SQLITE_DENY
    return SQLITE_OK


def to_uri(path, query):
    from urllib.parse import quote, urlencode

    path = path.replace(os.sep, "/")
    if not path.startswith("/"):
        path = "/" + path
    return "file://{}?{}".format(quote(path, errors="surrogateescape"), urlencode(query))


def size_of(path):
    try:
        return os.path.getsize(path)
    except OSError:
        return 0


def head_of(path, size):
    try:
        with io.open(path, "rb") as file:
            return file.read(size)
    except OSError:
        return b""


def is_wal(path):
    head = head_of(path, 20)
    return len(head) == 20 and WAL_FORMAT in struct.unpack("BB", head[18:20])


def has_journal(path):
    return head_of(path + "-journal", 8) == JOURNAL_MAGIC


def install(scratch, project, originals):
    try:
        import sqlite3
        import sqlite3.dbapi2
    except ImportError:
        return
    policy = SqlitePolicy(scratch, project, originals, sqlite3.dbapi2.connect)

    def connect(database=MISSING, *args, **kwargs):
        if database is MISSING:
            database = kwargs.pop("database", MISSING)
        if database is MISSING:
            raise TypeError("connect() missing required argument 'database' (pos 1)")
        return policy.connect(database, *args, **kwargs)

    sqlite3.connect = sqlite3.dbapi2.connect = connect
