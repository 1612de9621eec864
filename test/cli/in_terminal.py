"""Runs a command in a terminal of its own and answers it.

Reads {"command": [...], "environment": {...}, "answers": [[wait_for, type], ...]} from stdin; writes
{"output": what the terminal showed, "code": exit code, or minus the signal} to stdout.
"""

import json
import os
import pty
import sys

task = json.load(sys.stdin)
answers = task["answers"]
pid, terminal = pty.fork()
if pid == 0:
    os.execvpe(task["command"][0], task["command"], task["environment"])

output = b""
seen = 0
while True:
    try:
        chunk = os.read(terminal, 4096)
    except OSError:  # Linux: the other end was closed
        break
    if not chunk:
        break
    output += chunk
    while answers:
        wait_for, text = answers[0]
        at = output.find(wait_for.encode(), seen)
        if at < 0:
            break
        seen = at + len(wait_for.encode())
        os.write(terminal, text.encode())
        answers.pop(0)
code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
json.dump({"output": output.decode(), "code": code, "unanswered": answers}, sys.stdout)
