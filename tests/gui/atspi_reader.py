#!/usr/bin/python3
"""Reads the real window as a screen reader does, over AT-SPI.

usage: atspi_reader.py FRAMESCOPE     inside a D-Bus session, with an X display
Prints what is wrong, a line each, and ends with 1; ends with 0 when nothing is.
"""
import re
import subprocess
import sys
import time

import pyatspi

PATIENCE = 30
NAMED = {pyatspi.ROLE_PUSH_BUTTON, pyatspi.ROLE_CHECK_BOX, pyatspi.ROLE_COMBO_BOX, pyatspi.ROLE_TEXT,
         pyatspi.ROLE_ENTRY, pyatspi.ROLE_SPIN_BUTTON, pyatspi.ROLE_LIST, pyatspi.ROLE_TREE, pyatspi.ROLE_TABLE,
         pyatspi.ROLE_TREE_TABLE, pyatspi.ROLE_PAGE_TAB, pyatspi.ROLE_PAGE_TAB_LIST, pyatspi.ROLE_TOGGLE_BUTTON,
         pyatspi.ROLE_MENU, pyatspi.ROLE_MENU_ITEM, pyatspi.ROLE_LIST_ITEM}
ROW = re.compile(r"^(received|sent), (text|binary|ping|pong|close|continuation), \d+ bytes?, "
                 r"\d\d:\d\d:\d\d\.\d+, (un)?masked")


def walk(node, depth=0):
    if node is None or depth > 40:
        return
    yield node
    for i in range(min(node.childCount, 200)):
        try:
            child = node.getChildAtIndex(i)
        except Exception:  # it went meanwhile
            continue
        yield from walk(child, depth + 1)


def until(what, find):
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            found = find()
        except Exception:  # the tree changes while it is read
            found = None
        if found:
            return found
        time.sleep(0.2)
    sys.exit("waited in vain for " + what)


def application():
    desktop = pyatspi.Registry.getDesktop(0)
    for i in range(desktop.childCount):
        app = desktop.getChildAtIndex(i)
        if app is not None and "framescope" in app.name.lower() and app.childCount > 0:
            return app
    return None


def frame_list(app):
    for node in walk(app):
        if node.name == "Frames" and node.getRole() == pyatspi.ROLE_LIST and node.childCount > 8:
            return node
    return None


def main():
    program = subprocess.Popen([sys.argv[1], "--demo"])
    wrong = []
    try:
        app = until("the window", application)
        rows = until("the rows", lambda: frame_list(app))
        names = [rows.getChildAtIndex(i).name for i in range(rows.childCount)]
        if not any(ROW.match(name) for name in names):
            wrong.append("no row reads as a frame: " + " | ".join(names))
        seen = set()
        for node in walk(app):
            role = node.getRole()
            seen.add(role)
            inside = node.parent.getRole() if node.parent else None
            if not node.getState().contains(pyatspi.STATE_SHOWING):
                continue
            if inside == pyatspi.ROLE_COMBO_BOX:  # the list that it opens is heard as the box
                continue
            if role in NAMED and not node.name.strip():
                where = node.parent.name if node.parent else ""
                wrong.append("no name: %s in %r (%s)" % (node.getRoleName(), where, node.description))
        for role in (pyatspi.ROLE_PUSH_BUTTON, pyatspi.ROLE_CHECK_BOX, pyatspi.ROLE_COMBO_BOX, pyatspi.ROLE_PAGE_TAB,
                     pyatspi.ROLE_LIST):
            if role not in seen:
                wrong.append("nothing has the role %d" % role)
    finally:
        program.terminate()
        program.wait(20)
    for line in sorted(set(wrong)):
        print(line)
    # Said aloud: the exit code may become that of the programs around this one.
    print("verdict: " + ("wrong" if wrong else "good"), flush=True)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
