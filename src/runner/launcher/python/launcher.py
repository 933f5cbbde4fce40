"""Runs a project's manage.py the way `python manage.py ...` does, under DJDesk's read-only manners.

    INTERPRETER -B launcher.py ENTRY PROJECT COMMAND [ARGUMENT]...

ENTRY is `manage.py`, or `settings` for a project that has none (DJANGO_SETTINGS_MODULE then names its settings).
Works on Python 3.6 and later, with nothing but the standard library, and leaves no file behind:

* inherited file descriptors are closed, bytecode is not written;
* SQLite files are opened so that no byte of them can change; a missing one becomes an empty database in memory;
* PostgreSQL and MySQL sessions are made read-only when Django connects;
* log files that the project's logging would open go to the scratch folder of the run (HOME).

These are manners, not walls: code that wants to get around them can. The walls are a sandbox around this process, or
Landlock, which it puts on itself. What to do is in DJDESK_GUARD, as JSON: `landlock`, `limits`, `originals`.
"""

import os
import sys

if sys.version_info < (3, 6):
    sys.stderr.write("DJDesk needs Python 3.6 or later; this interpreter is Python %d.%d.\n" % sys.version_info[:2])
    sys.exit(1)

import binascii
import io
import json
import logging
import shutil
import struct
import types

WAL_FORMAT = 2
JOURNAL_MAGIC = binascii.unhexlify("d9d505f920a163d7")
SQLITE_OK, SQLITE_DENY, SQLITE_IGNORE = 0, 1, 2
SQLITE_PRAGMA, SQLITE_ATTACH = 19, 24
# Pragmas that would write: answered with nothing, since projects set them on every connection.
SILENT_PRAGMAS = ("journal_mode", "wal_checkpoint", "wal_autocheckpoint", "auto_vacuum", "incremental_vacuum", "optimize",
                  "user_version", "application_id", "page_size", "encoding", "schema_version", "locking_mode")
MISSING = object()


def notice(text):
    sys.stderr.write("djdesk: {}\n".format(text))
    sys.stderr.flush()


# ---------------------------------------------------------------------------------------------- process


def close_inherited_descriptors():
    for folder in ("/proc/self/fd", "/dev/fd"):
        try:
            names = os.listdir(folder)
        except OSError:
            continue
        for name in names:
            if name.isdigit() and int(name) > 2:
                try:
                    os.close(int(name))
                except OSError:
                    pass  # the one that listed the folder
        return
    os.closerange(3, 4096)


def tie_to_parent():
    """On Linux: dies with the server, and becomes the parent of daemons so that a kill finds them."""
    if not sys.platform.startswith("linux"):
        return
    try:
        import ctypes

        libc = ctypes.CDLL(None, use_errno=True)
        libc.prctl(1, 9, 0, 0, 0)  # PR_SET_PDEATHSIG, SIGKILL
        libc.prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER
    except Exception:  # an interpreter without ctypes: the server's own sweep remains
        return


def take_guard():
    return json.loads(os.environ.pop("DJDESK_GUARD", "{}"))


def set_limits(limits):
    """Hard limits of this process and its children. The machine ends a run first when memory runs out."""
    try:
        import resource
    except ImportError:
        return
    names = {"memory": "RLIMIT_AS", "file": "RLIMIT_FSIZE", "cpu": "RLIMIT_CPU", "processes": "RLIMIT_NPROC"}
    for key, name in names.items():
        wanted = limits.get(key)
        if wanted is None or not hasattr(resource, name):
            continue
        hard = resource.getrlimit(getattr(resource, name))[1]
        value = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        try:
            resource.setrlimit(getattr(resource, name), (value, value))
        except (OSError, ValueError):
            pass  # macOS knows limits that it does not set
    if any(value is not None for value in limits.values()):
        try:
            with io.open("/proc/self/oom_score_adj", "w") as file:
                file.write("1000")
        except OSError:
            pass


def restrict_writes(landlock):
    """Ends the run when the walls that were promised cannot be built."""
    try:
        import djdesk_landlock

        djdesk_landlock.restrict(landlock["writable"], landlock.get("ports", []))
    except Exception as error:
        sys.stderr.write("Landlock could not be applied, so the project was not run: {}\n".format(error))
        sys.exit(1)


# ---------------------------------------------------------------------------------------------- SQLite


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


def install_sqlite_policy(scratch, project, originals):
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


# ---------------------------------------------------------------------------------------------- other databases

READ_ONLY_STATEMENTS = {
    "postgresql": "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY",
    "mysql": "SET SESSION TRANSACTION READ ONLY",
}


def make_session_read_only(connection=None, **_):
    statement = READ_ONLY_STATEMENTS.get(connection.vendor)
    if statement is not None:
        with connection.cursor() as cursor:
            cursor.execute(statement)


class SignalsFinder(object):
    """Meets Django's `connection_created` signal when the project imports it, without importing Django itself."""

    name = "django.db.backends.signals"

    def find_spec(self, name, path=None, target=None):
        if name != self.name:
            return None
        sys.meta_path.remove(self)
        import importlib.util

        spec = importlib.util.find_spec(name)
        if spec is not None and spec.loader is not None:
            load = spec.loader.exec_module

            def exec_module(module):
                load(module)
                module.connection_created.connect(make_session_read_only, weak=False, dispatch_uid="djdesk")

            spec.loader.exec_module = exec_module
        return spec


# ---------------------------------------------------------------------------------------------- log files


def install_logging_policy(scratch):
    """`logging.FileHandler` opens its file when settings are read: a run writes to one of its own instead.

    A file that could not be opened is left to fail as it does without DJDesk.
    """
    init = logging.FileHandler.__init__
    scratch = os.path.realpath(scratch)

    def would_write(path):
        if os.path.exists(path):
            return os.path.isfile(path) and os.access(path, os.W_OK)
        return os.access(os.path.dirname(path), os.W_OK)

    def __init__(self, filename, *args, **kwargs):
        path = os.path.abspath(os.fspath(filename))
        if not path.startswith(scratch + os.sep) and would_write(path):
            folder = os.path.join(scratch, "logs")
            os.makedirs(folder, exist_ok=True)
            filename = os.path.join(folder, os.path.basename(path))
        init(self, filename, *args, **kwargs)

    logging.FileHandler.__init__ = __init__


# ---------------------------------------------------------------------------------------------- the project


def run_manage(path):
    with io.open(path, "rb") as file:
        source = file.read()
    main = types.ModuleType("__main__")
    main.__dict__.update(__file__=path, __builtins__=__builtins__)
    sys.modules["__main__"] = main
    exec(compile(source, path, "exec", dont_inherit=True), main.__dict__)


def run_settings():
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


def flush():
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except Exception:
            pass


def start(entry, project, arguments):
    guard = take_guard()
    close_inherited_descriptors()
    tie_to_parent()
    set_limits(guard.get("limits") or {})
    if guard.get("landlock"):
        restrict_writes(guard["landlock"])
    scratch = os.environ.get("HOME") or os.path.dirname(os.path.abspath(__file__))
    sys.dont_write_bytecode = True
    sys.argv[:] = ["manage.py"] + arguments
    sys.path[0] = project
    os.chdir(project)
    install_sqlite_policy(scratch, project, guard.get("originals"))
    install_logging_policy(scratch)
    sys.meta_path.insert(0, SignalsFinder())
    try:
        if entry == "settings":
            run_settings()
        else:
            run_manage(os.path.join(project, "manage.py"))
    except Exception:
        # The traceback as the project's developer knows it: without this file's frames.
        kind, error, trace = sys.exc_info()
        while trace is not None and trace.tb_frame.f_code.co_filename == __file__:
            trace = trace.tb_next
        flush()
        sys.excepthook(kind, error.with_traceback(trace), trace)
        flush()
        sys.exit(1)


if __name__ == "__main__":
    start(sys.argv[1], sys.argv[2], sys.argv[3:])
