"""What the exit code of a call says."""

from __future__ import annotations

DONE = 0
TO_ACT_ON = 1  # done, and there is something to act on: damage found, problems in an import
WRONG_CALL = 2
UNREADABLE = 3  # the input cannot be read or a record is invalid; nothing was changed
UNAVAILABLE = 4  # the register is locked, damaged, encrypted with another key, or newer than this program
DEFECT = 70  # EX_SOFTWARE of sysexits.h
STOPPED = 130  # 128 + SIGINT, as shells say it

TABLE = """\
exit codes:
  0    done; for check: it holds
  1    done, and there is something to act on: check found damage, import had problems, due --fail-on overdue found some
  2    the words of the call are wrong
  3    the input cannot be read or a record is invalid; nothing was changed
  4    the register is locked, damaged, encrypted with another key, or newer than this program
  70   a defect of the program
  130  stopped from the keyboard"""
