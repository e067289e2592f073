#!/usr/bin/env python3
"""The rules between the folders, held by a test (lint.includes).

usage: include_lint.py SOURCE-FOLDER     prints each broken rule as file:line: text; exit code 1 when there is one
       include_lint.py --self-test       builds small trees that break each rule and expects each to be found
"""
import pathlib
import re
import sys
import tempfile

# An arrow gives also what lies behind it: io may include what capture shows of ws. All may include base.
ARROWS = {
    "core/base": [],
    "core/ws": ["core/base"],
    "core/http": ["core/ws"],
    "core/capture": ["core/http", "core/ws"],
    "core/net": ["core/capture", "core/http", "core/ws"],
    "core/filter": ["core/capture", "core/decode", "core/exchange", "core/ws"],
    "core/exchange": ["core/capture", "core/decode", "core/ws"],
    "core/statistics": ["core/exchange", "core/filter"],
    "core/timeline": ["core/capture", "core/exchange", "core/ws"],
    "core/decode": ["core/capture", "core/ws"],
    "core/compare": ["core/decode"],
    "core/craft": ["core/capture", "core/ws"],
    "core/io": ["core/capture", "core/decode", "core/exchange"],
}
# A pane knows its models and the parts it is made of; the shell alone connects panes.
UI_SHARED = {"ui/support", "ui/models", "ui/explain"}
UI_PARTS = {
    "ui/details": {"ui/headerbits"},
    "ui/payload": {"ui/details", "ui/find", "ui/headerbits", "ui/hex"},
    "ui/colorrules": {"ui/filter"},
    "ui/compose": {"ui/headerbits", "ui/hex"},
}
UI_CONNECTING = {"ui/shell"}

SANS_IO = ("core/ws", "core/http")
# Qt value types are fine without an event loop or a socket.
SANS_IO_FORBIDDEN = re.compile(
    r"^(QtNetwork|Q(Object|Thread|Timer|CoreApplication|EventLoop|IODevice|File|Buffer|Tcp\w*|Udp\w*|Ssl\w*|Host\w+|"
    r"Network\w*|AbstractSocket|LocalSocket|DateTime|ElapsedTimer|Process)$)")
GUI_HEADER = re.compile(
    r"^(QtGui|QtWidgets|QtSvg|Q(Application|GuiApplication|Widget|Color|Font\w*|Icon|Image|Painter\w*|Palette|Pixmap|"
    r"Window|Clipboard|Cursor|Screen|Style\w*|Action|Menu\w*|Dialog\w*|.*View|.*Event|TextDocument|TextCursor|"
    r"KeySequence|Svg\w+)$)")
GUI_EXCEPTIONS = {"QStringView", "QByteArrayView", "QAnyStringView", "QUtf8StringView", "QEvent", "QTimerEvent"}
UMBRELLA = re.compile(r"^(Qt\w+/)?Qt(Core|Gui|Widgets|Network|Svg|Test|Concurrent|WebSockets)$")

MAX_LINES = 600

# core/*.cpp without a test file of the same name: which file tests them, and why it is that one.
TESTED_ELSEWHERE = {
    "core/http/judge.cpp": ("tests/core/http/tst_handshake.cpp", "the common ground of the two verdicts"),
    "core/http/judgerequest.cpp": ("tests/core/http/tst_handshake.cpp", "one of the two verdicts of handshake.h"),
    "core/http/judgeresponse.cpp": ("tests/core/http/tst_handshake.cpp", "one of the two verdicts of handshake.h"),
    "core/http/token.cpp": ("tests/core/http/tst_handshake.cpp", "header arguments and subprotocols are tokens"),
    "core/io/preview.cpp": ("tests/core/io/tst_rowtext.cpp", "the last column of a row"),
    "core/io/shellwords.cpp": ("tests/core/io/tst_curlcommand.cpp", "the words of a curl command"),
    "core/io/words.cpp": ("tests/core/io/tst_rowtext.cpp", "the words in a row"),
}

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')


def allowed_core(room):
    """All folders of core that this one may include."""
    seen = {room, "core/base"}
    todo = [room]
    while todo:
        for target in ARROWS[todo.pop()]:
            if target not in seen:
                seen.add(target)
                todo.append(target)
    return seen


def room_of(path):
    """The folder a rule speaks of: core/ws, ui/hex, app."""
    parts = path.split("/")
    return parts[0] if parts[0] == "app" or len(parts) < 3 else "/".join(parts[:2])


def may_include(room, target_path):
    target = room_of(target_path)
    top, target_top = room.split("/")[0], target.split("/")[0]
    if top == "core":
        return target in allowed_core(room)
    if top == "ui":
        if target_top == "ui":
            return target == room or target in UI_SHARED | UI_PARTS.get(room, set()) or room in UI_CONNECTING
        return target_top == "core"
    if top == "app":
        return target_top in ("app", "ui", "core")
    return target_top in ("tests", "app", "ui", "core")


def lint(root):
    problems = []
    files = [p for top in ("core", "ui", "app", "tests") if (root / top).is_dir()
             for p in sorted((root / top).rglob("*")) if p.suffix in (".cpp", ".h") and "node_modules" not in p.parts]
    for path in files:
        name = path.relative_to(root).as_posix()
        room = room_of(name)
        top = name.split("/")[0]
        lines = path.read_text(encoding="utf-8").split("\n")
        if len(lines) - 1 > MAX_LINES:
            problems.append(f"{name}:{MAX_LINES}: longer than {MAX_LINES} lines ({len(lines) - 1})")
        if path.suffix == ".h" and lines[0] != "#pragma once":
            problems.append(f"{name}:1: a header begins with #pragma once")
        if top == "core" and room not in ARROWS:
            problems.append(f"{name}:1: {room} is not in the table of folders")
            continue
        if path.suffix == ".cpp" and top in ("core", "ui", "app"):
            own = name[:-4] + ".h"
            first = next((INCLUDE.match(line) for line in lines if INCLUDE.match(line)), None)
            if (root / own).exists() and (first is None or first.group(2) != own):
                problems.append(f"{name}:1: its own header comes first")
        if path.suffix == ".cpp" and top == "core" and name not in TESTED_ELSEWHERE:
            test = "tests/" + name[:name.rindex("/") + 1] + "tst_" + path.name
            if not (root / test).exists():
                problems.append(f"{name}:1: has no test; expected {test}")
        for number, line in enumerate(lines, 1):
            match = INCLUDE.match(line)
            if not match:
                continue
            quote, target = match.groups()
            where = f"{name}:{number}"
            if quote == '"':
                if target.endswith(".moc") or target.startswith("moc_"):
                    continue
                if target.split("/")[0] not in ("core", "ui", "app", "tests"):
                    problems.append(f"{where}: includes are written from the root: {target}")
                elif not may_include(room, target):
                    problems.append(f"{where}: {room} may not include {target}")
                continue
            header = target.split("/")[-1]
            if UMBRELLA.match(target):
                problems.append(f"{where}: umbrella header {target}: include the single class")
            if room in SANS_IO and (SANS_IO_FORBIDDEN.match(header) or target.startswith("QtNetwork")):
                problems.append(f"{where}: {room} does no I/O and may not include {target}")
            if top == "core" and header not in GUI_EXCEPTIONS and (
                    GUI_HEADER.match(header) or target.startswith(("QtGui/", "QtWidgets/"))):
                problems.append(f"{where}: core needs no display and may not include {target}")
    for name, (test, _) in TESTED_ELSEWHERE.items():
        for needed in (name, test):
            if not (root / needed).exists():
                problems.append(f"tests/include_lint.py: {needed} is not there")
    return problems


BROKEN = [
    ("core/ws/a.h", "#pragma once\n#include \"core/http/head.h\"\n", "core/ws may not include core/http/head.h"),
    ("core/capture/a.h", "#pragma once\n#include \"core/net/session.h\"\n", "core/capture may not include"),
    ("core/base/a.h", "#pragma once\n#include \"core/ws/opcode.h\"\n", "core/base may not include"),
    ("core/net/a.h", "#pragma once\n#include \"ui/support/theme.h\"\n", "core/net may not include"),
    ("ui/hex/a.h", "#pragma once\n#include \"ui/payload/pane.h\"\n", "ui/hex may not include"),
    ("ui/hex/a.h", "#pragma once\n#include \"app/main.h\"\n", "ui/hex may not include"),
    ("core/ws/a.h", "#pragma once\n#include <QObject>\n", "core/ws does no I/O"),
    ("core/http/a.h", "#pragma once\n#include <QSslSocket>\n", "core/http does no I/O"),
    ("core/net/a.h", "#pragma once\n#include <QColor>\n", "core needs no display"),
    ("core/net/a.h", "#pragma once\n#include <QtGui/QImage>\n", "core needs no display"),
    ("core/oddroom/a.h", "#pragma once\n", "not in the table of folders"),
    ("ui/hex/a.h", "#pragma once\n#include <QtWidgets>\n", "umbrella header QtWidgets"),
    ("ui/hex/a.h", "#pragma once\n#include \"pane.h\"\n", "written from the root"),
    ("ui/hex/a.h", "// hello\n#pragma once\n", "begins with #pragma once"),
    ("app/a.cpp", "\n" * 601, "longer than 600 lines (601)"),
    ("core/ws/a.cpp", "", "has no test; expected tests/core/ws/tst_a.cpp"),
]
SOUND = {
    "core/ws/a.h": "#pragma once\n#include \"core/base/ids.h\"\n#include <QByteArrayView>\n",
    "core/io/a.h": "#pragma once\n#include \"core/ws/opcode.h\"\n#include \"core/decode/a.h\"\n#include <QFile>\n",
    "core/io/b.cpp": "#include <QFile>\n",
    "tests/core/io/tst_b.cpp": "#include \"core/io/a.h\"\n#include \"tst_b.moc\"\n",
    "ui/shell/a.h": "#pragma once\n#include \"ui/hex/pane.h\"\n#include <QWidget>\n",
    "ui/hex/a.h": "#pragma once\n#include \"ui/models/m.h\"\n#include \"core/capture/capture.h\"\n",
}


def write_tree(root, files):
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def self_test():
    failures = []
    saved = dict(TESTED_ELSEWHERE)
    TESTED_ELSEWHERE.clear()
    with tempfile.TemporaryDirectory() as folder:
        write_tree(pathlib.Path(folder), SOUND)
        failures += [f"a sound tree was blamed: {p}" for p in lint(pathlib.Path(folder))]
    for name, text, expected in BROKEN + [
            ("core/ws/a.cpp", "#include <QByteArray>\n", "its own header comes first")]:
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            files = {name: text}
            if "own header" in expected:
                files["core/ws/a.h"] = "#pragma once\n"
            write_tree(root, files)
            found = lint(root)
            if not any(expected in p and p.startswith(name) for p in found):
                failures.append(f"{name} with {text[:60]!r}: expected {expected!r}, got {found}")
    TESTED_ELSEWHERE.update(saved)
    return failures


def main():
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    problems = self_test() if sys.argv[1] == "--self-test" else lint(pathlib.Path(sys.argv[1]).resolve())
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
