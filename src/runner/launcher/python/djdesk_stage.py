"""Stands before the project's interpreter where Landlock is the wall.

    PYTHON -I -S -B djdesk_stage.py [write=FOLDER | connect=PORT | filter=HEX]... -- PROGRAM [ARGUMENT]...

PYTHON is one of the system, so nothing of the project was read when the wall goes up. PROGRAM runs in a child behind
the wall. This process stays before it, where PROGRAM cannot reach it: orphans become its children, so that none is
left when PROGRAM or the server ends. It ends as PROGRAM did.
"""

# The part of `signal` that is written in C: the rest takes a third of this program's time to import.
import _signal as signal
import ctypes
import os
import struct
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import djdesk_landlock

PR_SET_PDEATHSIG, PR_CAPBSET_DROP, PR_SET_CHILD_SUBREAPER, PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL = 1, 24, 36, 47, 4
PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 22, 2
CAPABILITIES_VERSION_3 = 0x20080522
#: Of root's rights those by which it reads what others own (CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH).
KEPT_CAPABILITIES = (1, 2)
LAST_CAPABILITY = 63


def read_words(words):
    """Folders to write in, ports to connect to, a program for seccomp that refuses system calls, and the command."""
    end = words.index("--")
    pairs = [word.partition("=") for word in words[:end]]
    folders = [value for key, _, value in pairs if key == "write"]
    ports = [int(value) for key, _, value in pairs if key == "connect"]
    filters = [bytes.fromhex(value) for key, _, value in pairs if key == "filter"]
    return folders, ports, filters, words[end + 1:]


def close_inherited_descriptors():
    for name in os.listdir("/proc/self/fd"):
        if int(name) > 2:
            try:
                os.close(int(name))
            except OSError:
                pass  # the one that listed the folder


def drop_capabilities(libc):
    """Root keeps what it needs to read. Others have nothing to lose."""
    libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0)
    for number in range(LAST_CAPABILITY + 1):
        if number not in KEPT_CAPABILITIES:
            libc.prctl(PR_CAPBSET_DROP, number, 0, 0, 0)
    if os.geteuid() != 0:
        return
    kept = sum(1 << number for number in KEPT_CAPABILITIES)
    header = ctypes.create_string_buffer(struct.pack("=Ii", CAPABILITIES_VERSION_3, 0), 8)
    if libc.capset(header, ctypes.create_string_buffer(struct.pack("=6I", kept, kept, 0, 0, 0, 0), 24)) != 0:
        raise OSError(ctypes.get_errno(), "capabilities could not be dropped")


def filter_calls(libc, program):
    """`struct sock_fprog`: how many instructions of 8 bytes, and where."""
    instructions = ctypes.create_string_buffer(program, len(program))
    described = struct.pack("=H6xQ", len(program) // 8, ctypes.addressof(instructions))
    if libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.create_string_buffer(described, 16), 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "system calls could not be filtered")


def enter(libc, folders, ports, filters, command):
    """In the child: builds the wall around itself and becomes the command; does not return."""
    try:
        os.setpgid(0, 0)
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        # Python ignores these for itself, and a command would inherit that.
        for number in (signal.SIGPIPE, signal.SIGXFSZ):
            signal.signal(number, signal.SIG_DFL)
        djdesk_landlock.restrict(folders, ports)
        drop_capabilities(libc)
        for program in filters:
            filter_calls(libc, program)
    except Exception as error:
        sys.stderr.write("Landlock could not be applied, so the project was not run: {}\n".format(error))
        sys.stderr.flush()
        os._exit(1)
    try:
        os.execv(command[0], command)
    except OSError as error:
        sys.stderr.write("{} could not be started: {}\n".format(command[0], error.strerror))
        sys.stderr.flush()
        os._exit(127)


def parents():
    """Parent of each process."""
    found = {}
    for name in os.listdir("/proc"):
        if not name.isdigit():
            continue
        try:
            with open("/proc/{}/stat".format(name), "rb") as file:
                found[int(name)] = int(file.read().rpartition(b")")[2].split()[1])
        except (OSError, IndexError):
            pass  # it has just ended
    return found


def descendants():
    children = {}
    for pid, parent in parents().items():
        children.setdefault(parent, []).append(pid)
    found = []
    waiting = [os.getpid()]
    while waiting:
        below = children.get(waiting.pop(), [])
        found.extend(below)
        waiting.extend(below)
    return found


def has_ended(pid):
    """Reaps what is dead. True when no child is left."""
    try:
        while os.waitpid(pid, os.WNOHANG)[0] != 0:
            pass
        return False
    except ChildProcessError:
        return True


def end_all():
    """Returns when no descendant is left. What is killed hands its children to this process."""
    while not has_ended(-1):
        for pid in descendants():
            try:
                os.kill(pid, signal.SIGKILL)
            except OSError:
                pass


def end_as(status):
    """A core of this process would be none of the project's: limits forbid cores."""
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        if number != signal.SIGKILL:
            signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)
    os._exit(os.WEXITSTATUS(status))


def wait_for(child):
    """Orphans that end meanwhile are reaped."""
    while True:
        pid, status = os.wait()
        if pid == child:
            return status


def end_with_server(*_):
    end_all()
    os._exit(128 + signal.SIGTERM)


def main(words):
    folders, ports, filters, command = read_words(words)
    close_inherited_descriptors()
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    signal.signal(signal.SIGTERM, end_with_server)
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    child = os.fork()
    if child == 0:
        enter(libc, folders, ports, filters, command)
    for stream in (1, 2):
        os.close(stream)
    status = wait_for(child)
    end_all()
    end_as(status)


if __name__ == "__main__":
    main(sys.argv[1:])
