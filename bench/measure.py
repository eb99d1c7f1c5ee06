"""Runs one command and prints what it cost, as JSON: seconds (wall, user, system) and peak memory in bytes.

The command's own output is thrown away. Peak memory is the largest single process, as the kernel counts it.
"""
import json
import os
import subprocess
import sys
import time

started = time.perf_counter()
child = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
_, status, usage = os.wait4(child.pid, 0)
wall = time.perf_counter() - started
scale = 1 if sys.platform == "darwin" else 1024
print(json.dumps({
    "wall": wall,
    "user": usage.ru_utime,
    "system": usage.ru_stime,
    "peakMemory": usage.ru_maxrss * scale,
    "exitCode": os.waitstatus_to_exitcode(status),
}))
