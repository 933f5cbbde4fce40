"""Runs a project's manage.py the way `python manage.py ...` does, under DJDesk's read-only manners.

    INTERPRETER -B launcher.py ENTRY PROJECT COMMAND [ARGUMENT]...

ENTRY is `manage.py`, or `settings` for a project that has none (DJANGO_SETTINGS_MODULE then names its settings).
Works on Python 3.6 and later, with nothing but the standard library, and leaves no file behind:

* inherited file descriptors are closed, bytecode is not written;
* SQLite files are opened so that no byte of them can change; a missing one becomes an empty database in memory;
* PostgreSQL and MySQL sessions are made read-only when Django connects;
* log files that the project's logging would open go to the scratch folder of the run (HOME).

These are manners, not walls: code that wants to get around them can, and code of the interpreter's environment runs
earlier. The walls and the limits stand around this process; only where no Python of the system can build Landlock's
wall, it puts that on itself. What to do is in DJDESK_GUARD, as JSON: `landlock`, `kept` (another process ends what
this one leaves behind), `originals`, `relays`, `addresses`, `logs`, `pseudonyms`.
"""

import os
import sys

if sys.version_info < (3, 6):
    sys.stderr.write("DJDesk needs Python 3.6 or later; this interpreter is Python %d.%d.\n" % sys.version_info[:2])
    sys.exit(1)

import io
import json
import logging
import types

import djdesk_commands
import djdesk_sessions
import djdesk_sqlite

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


def restrict_writes(landlock):
    """Ends the run when the walls that were promised cannot be built."""
    try:
        import djdesk_landlock

        djdesk_landlock.restrict(landlock["writable"], landlock.get("ports", []))
    except Exception as error:
        sys.stderr.write("Landlock could not be applied, so the project was not run: {}\n".format(error))
        sys.exit(1)


# ---------------------------------------------------------------------------------------------- log files


def install_logging_policy(scratch, logs):
    """`logging.FileHandler` opens its file when settings are read: a run writes to one of its own instead.

    A file that could not be opened is left to fail as it does without DJDesk.
    """
    init = logging.FileHandler.__init__
    scratch = os.path.realpath(scratch)

    def would_write(path):
        if path in logs:
            return True
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
    if not guard.get("kept"):
        tie_to_parent()
    if guard.get("relays"):
        import djdesk_relay

        djdesk_relay.start(guard["relays"], guard.get("addresses") or [])
    if guard.get("landlock"):
        restrict_writes(guard["landlock"])
    scratch = os.environ.get("HOME") or os.path.dirname(os.path.abspath(__file__))
    own_command = djdesk_commands.find(arguments[0])
    sys.dont_write_bytecode = True
    sys.argv[:] = ["manage.py"] + arguments
    sys.path[0] = project
    os.chdir(project)
    djdesk_sqlite.install(scratch, project, guard.get("originals"))
    install_logging_policy(scratch, guard.get("logs") or [])
    djdesk_sessions.install()
    djdesk_commands.install(arguments[0], own_command, guard)
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
