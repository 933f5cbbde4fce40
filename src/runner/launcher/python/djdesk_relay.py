"""The inner half of the way to a project's database servers, in a sandbox that has no network of its own.

Listens where the settings expect each server and hands connections on to the Unix sockets that lead out of the
sandbox. It runs in a process of its own, which ends with the sandbox.
"""

import errno
import os
import select
import socket
import struct
import time

from djdesk_notice import notice

SIOCSIFADDR = 0x8916
SIOCGIFINDEX = 0x8933
PR_CAPBSET_DROP, PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL = 24, 47, 4
CAP_NET_ADMIN = 12
CHUNK = 65536
TRIES_TO_BIND = 100


def family_of(address):
    return socket.AF_INET6 if ":" in address else socket.AF_INET


def adopt(address):
    """Gives an address to the loopback device, so that a server that the settings name by it is met here."""
    import fcntl

    family = family_of(address)
    packed = socket.inet_pton(family, address)
    probe = socket.socket(family, socket.SOCK_DGRAM)
    try:
        if family == socket.AF_INET:
            request = struct.pack("16sHH4s8x", b"lo:djdesk", socket.AF_INET, 0, packed)
        else:
            index = struct.unpack("16si", fcntl.ioctl(probe, SIOCGIFINDEX, struct.pack("16si", b"lo", 0))[:20])[1]
            request = struct.pack("=16sIi", packed, 128, index)
        fcntl.ioctl(probe, SIOCSIFADDR, request)
    except (IOError, OSError):
        pass  # it is there already
    finally:
        probe.close()


def drop_capabilities():
    """Gives up the right to change the sandbox's network; raises when it cannot be given up."""
    import ctypes

    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0)
    libc.prctl(PR_CAPBSET_DROP, CAP_NET_ADMIN, 0, 0, 0)
    header = ctypes.create_string_buffer(struct.pack("=Ii", 0x20080522, 0), 8)
    nothing = ctypes.create_string_buffer(24)
    if libc.capset(header, nothing) != 0:
        raise OSError(ctypes.get_errno(), "capabilities could not be dropped")


def bind(listener, place):
    """An adopted address of version 6 can be used a moment later."""
    for _ in range(TRIES_TO_BIND):
        try:
            return listener.bind(place)
        except OSError as error:
            if error.errno != errno.EADDRNOTAVAIL or listener.family != socket.AF_INET6:
                raise
            time.sleep(0.01)
    return listener.bind(place)


def listen(relay):
    listener = socket.socket(family_of(relay["address"]), socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    bind(listener, (relay["address"], relay["port"]))
    listener.listen(64)
    return listener


class Pipe(object):
    """One direction of a connection: what was read of `source` and is not yet written to `target`."""

    def __init__(self, source, target):
        self.source, self.target, self.waiting, self.ended = source, target, b"", False

    def read(self):
        data = self.source.recv(CHUNK)
        self.waiting += data
        if not data:
            self.ended = True
            if not self.waiting:
                self.target.shutdown(socket.SHUT_WR)

    def write(self):
        self.waiting = self.waiting[self.target.send(self.waiting):]
        if self.ended and not self.waiting:
            self.target.shutdown(socket.SHUT_WR)

    def is_done(self):
        return self.ended and not self.waiting


def serve(listeners):
    """For ever. `listeners` maps each listening socket to the path of the socket that leads out."""
    connections = []

    def accept(listener):
        inner, _ = listener.accept()
        outer = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            outer.connect(listeners[listener])
        except OSError:
            inner.close()
            outer.close()
            return
        connections.append((Pipe(inner, outer), Pipe(outer, inner)))

    while True:
        pipes = [pipe for pair in connections for pipe in pair]
        reading = [pipe.source for pipe in pipes if not pipe.ended and len(pipe.waiting) < CHUNK]
        readable, writable, _ = select.select(list(listeners) + reading, [pipe.target for pipe in pipes if pipe.waiting], [])
        for listener in listeners:
            if listener in readable:
                accept(listener)
        for pair in list(connections):
            try:
                for pipe in pair:
                    if pipe.source in readable and not pipe.ended:
                        pipe.read()
                    if pipe.target in writable and pipe.waiting:
                        pipe.write()
                finished = all(pipe.is_done() for pipe in pair)
            except OSError:
                finished = True
            if finished:
                connections.remove(pair)
                pair[0].source.close()
                pair[0].target.close()


def start(relays, addresses):
    """Listens before it returns; serves in a child process that holds none of the run's streams."""
    for address in addresses:
        adopt(address)
    if addresses:
        drop_capabilities()
    listeners = {}
    for relay in relays:
        try:
            listeners[listen(relay)] = relay["socket"]
        except OSError as error:
            notice("the database at port {} cannot be reached from the sandbox: {}".format(relay["port"], error))
    if os.fork() != 0:
        for listener in listeners:
            listener.close()
        return
    try:
        null = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(null, stream)
        serve(listeners)
    finally:
        os._exit(0)
