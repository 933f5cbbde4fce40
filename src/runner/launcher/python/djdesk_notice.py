"""What DJDesk itself says in the output of a run."""

import sys


def notice(text):
    sys.stderr.write("djdesk: {}\n".format(text))
    sys.stderr.flush()
