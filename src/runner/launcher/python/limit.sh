# Sets the limits of a run and becomes its command:
#
#     /bin/sh limit.sh KIBIBYTES BLOCKS SECONDS PROCESSES PROGRAM [ARGUMENT]...
#
# Address space, blocks of 512 bytes a file, processor time, processes (`unlimited` leaves them). A limit that is
# tighter already, or that the system does not know, stays as it is. The machine ends a run first when memory runs out.
{
  ulimit -c 0
  ulimit -v "$1"
  ulimit -f "$2"
  ulimit -t "$3"
  # By the names of bash and of other shells.
  [ "$4" = unlimited ] || ulimit -u "$4" || ulimit -p "$4"
  [ ! -w /proc/self/oom_score_adj ] || echo 1000 > /proc/self/oom_score_adj
} 2> /dev/null
shift 4
exec "$@"
