/** System calls that a run is refused, by tier: what walls of files, processes and networks do not hold. */
import type { Call } from "./call-numbers.ts";
import type { Condition, Rule } from "./compile-filter.ts";

const [notPermitted, accessDenied, unknownCall] = [1, 13, 38];

const refuse = (calls: readonly Call[], when: readonly Condition[] = [], errno = notPermitted): readonly Rule[] =>
  calls.map((call) => ({ call, when, errno }));

const cloneNewUser = 0x1000_0000;
const typeInto = [0x5412, 0x541c];
const lease = 1024;

/** Keys of the user outlive the run; a terminal takes typed input; who writes to a leased file waits; io_uring makes calls that no filter sees. */
const always: readonly Rule[] = [
  ...refuse(["add_key", "request_key", "keyctl"]),
  ...refuse(["io_uring_setup"], [], unknownCall),
  ...typeInto.flatMap((request) => refuse(["ioctl"], [{ argument: 1, is: request }])),
  ...refuse(["fcntl"], [{ argument: 1, is: lease }]),
  ...refuse(["unshare", "clone"], [{ argument: 0, mask: cloneNewUser, any: true }]),
  // Its flags lie in memory, where no filter sees them; libraries go back to clone.
  ...refuse(["clone3"], [], unknownCall),
  ...refuse(["setns"]),
];

/** What a run's databases need. */
export interface Needs {
  readonly tcp: boolean;
  /** Names of hosts are asked for over UDP. */
  readonly names: boolean;
  readonly unixSockets: boolean;
}

const metadata: readonly Call[] = ["chmod", "fchmod", "fchmodat", "fchmodat2", "chown", "fchown", "lchown", "fchownat"];
const times: readonly Call[] = ["utime", "utimes", "futimesat", "utimensat"];
const attributes: readonly Call[] = [
  ...(["setxattr", "lsetxattr", "fsetxattr", "setxattrat"] as const),
  ...(["removexattr", "lremovexattr", "fremovexattr", "removexattrat", "file_setattr"] as const),
];
/** Of the requests to file systems (ext4 and all, versions, XFS, btrfs, f2fs, FAT, bcachefs) those that hand something in. */
const toFileSystems = [0x66, 0x76, 0x58, 0x94, 0xf5, 0x72, 0xbc];
const handsIn = 0x4000_0000;
/** The same by numbers that do not say so: a folder's encryption, another layout of a file. */
const oddRequests = [0x800c_6613, 0x6609];
const requests: readonly Rule[] = [
  ...toFileSystems.flatMap((kind) => refuse(["ioctl"], [{ argument: 1, mask: handsIn | 0xff00, is: handsIn | (kind << 8) }])),
  ...oddRequests.flatMap((request) => refuse(["ioctl"], [{ argument: 1, is: request }])),
];
const memory: readonly Call[] = [
  ...(["shmget", "shmat", "shmctl", "semget", "semop", "semctl", "semtimedop"] as const),
  ...(["msgget", "msgsnd", "msgrcv", "msgctl", "mq_open", "mq_unlink"] as const),
];

const [readOrWrite, truncate] = [3, 0x200];
/** Opens for reading, and empties the file. */
const emptying = (flags: number): readonly Condition[] => [
  { argument: flags, mask: readOrWrite, is: 0 },
  { argument: flags, mask: truncate, any: true },
];
const truncating: readonly Rule[] = [...refuse(["open"], emptying(1), accessDenied), ...refuse(["openat"], emptying(2), accessDenied)];

const [unix, inet, inet6, netlink] = [1, 2, 10, 16];
const [stream, datagram, typeBits] = [1, 2, 15];
const [tcp, udp] = [6, 17];
const fastOpen = 0x2000_0000;
const family = (is: number): Condition => ({ argument: 0, is });
const type = (is: number): Condition => ({ argument: 1, mask: typeBits, is });
const protocolOtherThan = (protocol: number): Condition => ({ argument: 2, not: [0, protocol] });

const socket = (...when: readonly Condition[]): readonly Rule[] => refuse(["socket"], when, accessDenied);

/** A namespace holds the network in; it holds neither virtual machines (vsock) nor sockets that files lead to. */
const families = ({ unixSockets }: Pick<Needs, "unixSockets">): readonly Rule[] => [
  ...socket({ argument: 0, not: [unix, inet, inet6, netlink] }),
  ...(unixSockets ? [] : socket(family(unix))),
];

const sockets = (abi: number, needs: Needs): readonly Rule[] => {
  const allowed = [stream, ...(needs.names ? [datagram] : [])];
  return [
    ...families(needs),
    ...[inet, inet6].flatMap((each) => [
      ...socket(family(each), { argument: 1, mask: typeBits, not: allowed }),
      ...socket(family(each), type(stream), protocolOtherThan(tcp)),
      ...socket(family(each), type(datagram), protocolOtherThan(udp)),
      ...(abi < 4 && !needs.tcp ? socket(family(each)) : []),
    ]),
    ...refuse(["listen"], [], accessDenied),
    // Connects without asking to.
    ...refuse(["sendto", "sendmmsg"], [{ argument: 3, mask: fastOpen, any: true }], accessDenied),
    ...refuse(["sendmsg"], [{ argument: 2, mask: fastOpen, any: true }], accessDenied),
  ];
};

const anotherProcess = (argument: number): readonly Condition[] => [{ argument, not: [0] }];

/** PRIO_USER; the input and output priorities count from one. */
const allOfUser = 2;

/** Limits, priority and processors of other processes. */
const processes: readonly Rule[] = [
  ...refuse(["prlimit64", "sched_setaffinity", "sched_setattr", "sched_setparam", "sched_setscheduler"], anotherProcess(0)),
  ...refuse(["setpriority", "ioprio_set"], anotherProcess(1)),
  ...refuse(["setpriority"], [{ argument: 0, is: allOfUser }]),
  ...refuse(["ioprio_set"], [{ argument: 0, is: allOfUser + 1 }]),
];

/** For bubblewrap, which starts the command after it has made its own namespaces. */
export const refusedInNamespaces = (needs: Pick<Needs, "unixSockets">): readonly Rule[] => [...always, ...families(needs)];

/** For a run behind this version of Landlock. */
export const refusedBehindLandlock = (abi: number, needs: Needs): readonly Rule[] => [
  ...always,
  ...refuse([...metadata, ...times, ...attributes]),
  ...requests,
  ...refuse(memory, [], accessDenied),
  ...truncating,
  ...(abi < 3 ? [...refuse(["truncate"], [], accessDenied), ...refuse(["openat2"], [], unknownCall)] : []),
  ...sockets(abi, needs),
  ...processes,
];
