"""Landlock through ctypes: from then on this process and its children write only below the named paths.

Run as a program it tries itself: prints `abi N` after a write to FOLDER was refused, and ends with 1 otherwise.
"""

import ctypes
import errno
import os
import struct

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
RULE_PATH_BENEATH, RULE_NET_PORT = 1, 2
PR_SET_NO_NEW_PRIVS = 38

WRITE_FILE, REMOVE_DIR, REMOVE_FILE = 1 << 1, 1 << 4, 1 << 5
MAKE = sum(1 << bit for bit in range(6, 13))
REFER, TRUNCATE, IOCTL_DEVICE = 1 << 13, 1 << 14, 1 << 15
BIND_TCP, CONNECT_TCP = 1, 2
ABSTRACT_SOCKET, SIGNAL = 1, 2
FOR_FILES = WRITE_FILE | TRUNCATE | IOCTL_DEVICE
DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/tty")


class Unavailable(Exception):
    pass


def call(libc, number, *arguments):
    answer = libc.syscall(ctypes.c_long(number), *arguments)
    if answer < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return answer


def version(libc):
    try:
        return call(libc, CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint32(1))
    except OSError:
        return 0


def file_rights(abi):
    rights = WRITE_FILE | REMOVE_DIR | REMOVE_FILE | MAKE
    return rights | (REFER if abi >= 2 else 0) | (TRUNCATE if abi >= 3 else 0) | (IOCTL_DEVICE if abi >= 5 else 0)


def allow(libc, ruleset, path, rights):
    try:
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        rule = ctypes.create_string_buffer(struct.pack("=Qi", rights, descriptor), 12)
        call(libc, ADD_RULE, ctypes.c_int(ruleset), ctypes.c_int(RULE_PATH_BENEATH), rule, ctypes.c_uint32(0))
    finally:
        os.close(descriptor)


def restrict(writable, ports):
    """Answers the kernel's version of Landlock; raises Unavailable when nothing was restricted."""
    libc = ctypes.CDLL(None, use_errno=True)
    abi = version(libc)
    if abi < 1:
        raise Unavailable("the kernel has no Landlock")
    files = file_rights(abi)
    attributes = struct.pack("=QQQ", files, BIND_TCP | CONNECT_TCP if abi >= 4 else 0, ABSTRACT_SOCKET | SIGNAL if abi >= 6 else 0)
    size = 24 if abi >= 6 else 16 if abi >= 4 else 8
    ruleset = call(libc, CREATE_RULESET, ctypes.create_string_buffer(attributes[:size], size), ctypes.c_size_t(size), ctypes.c_uint32(0))
    try:
        for path in writable:
            allow(libc, ruleset, path, files)
        for path in DEVICES:
            allow(libc, ruleset, path, files & FOR_FILES)
        for port in ports if abi >= 4 else ():
            rule = ctypes.create_string_buffer(struct.pack("=QQ", CONNECT_TCP, port), 16)
            call(libc, ADD_RULE, ctypes.c_int(ruleset), ctypes.c_int(RULE_NET_PORT), rule, ctypes.c_uint32(0))
        if libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
            raise Unavailable("no_new_privs was refused")
        call(libc, RESTRICT_SELF, ctypes.c_int(ruleset), ctypes.c_uint32(0))
    except OSError as error:
        raise Unavailable(str(error))
    finally:
        os.close(ruleset)
    return abi


if __name__ == "__main__":
    import sys

    found = restrict([], [])
    try:
        open(os.path.join(sys.argv[1], "witness"), "w").close()
    except OSError as refused:
        if refused.errno == errno.EACCES:
            print("abi %d" % found)
            sys.exit(0)
    sys.exit(1)
