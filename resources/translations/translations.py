#!/usr/bin/env python3
"""Keeps the translations and the sources together.

usage: translations.py update SOURCE-FOLDER    takes the texts of the sources over into resources/translations/*.ts;
                                               new ones are unfinished there, and printed
       translations.py check SOURCE-FOLDER     prints each text that is not translated, is not in the sources any more,
                                               or differs in its placeholders, mnemonic or last sign, and each text of
                                               the window outside of tr(); exit code 1 when there is one (lint.translations)
       translations.py self-test               builds small trees with each fault and expects each to be found

Core speaks English. Its texts for people are collected from its string literals into ui/support/coretexts.inc, where
lupdate and the window find them. docs/translating.md says how it hangs together.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET

TS_FOLDER = "resources/translations"
CORE_TEXTS = "ui/support/coretexts.inc"
CHINESE = f"{TS_FOLDER}/framescope_zh_CN.ts"
ENGLISH = f"{TS_FOLDER}/framescope_en.ts"  # holds plural forms alone

# --- texts of core ---------------------------------------------------------------------------------------------------

# Nobody reads these in the window: what the demo server says on the wire, what is written into files; units are the same
# in all languages.
NOT_FOR_PEOPLE = re.compile(r"^core/(net/demo/|net/dial/proxyauth|filter/headertext|capture/notecomment|"
                            r"capture/pcapngwriter|capture/rowrecord|io/unstored|io/rowtext|base/(platform/|elapsed))")
# A literal with a space and a word is a text, unless it is one of these: names of fields with their aliases, examples
# of filters, what goes over the wire.
NO_TEXT = re.compile(r"HTTP/1\.1 (101|%1)|CONNECT %1|\\r\\n\"?$|\\r\\n\w|^[; ]+(server|client)_|yyyy|^\W*$|"
                     r"^[\w.$\[\]:]+ (==|!=|<|<=|>|>=|in \{|(contains|matches) \W)|^not fin$|^0123456789|^every FindingId|"
                     r"^not \(%1\)$|^ or $|^\(%1\) and %2$|^%1 and %2$|^(and|or|not|in|contains|matches)$|"
                     r"^(Sec-WebSocket|Proxy)-\w+: $|^(Basic|Bearer) $|^number of octets$|^string, number, true")
# Files whose single words are texts as well.
WORDS = {"core/ws/closecode.cpp", "core/ws/findings.cpp", "core/net/failuretext.cpp",
         "core/filter/language/completion.cpp"}
# The same where not all of a file's words are.
SOME_WORDS = {
    "core/io/preview.cpp": {"connected", "secured", "verified", "failed", "closed"},
    "core/capture/event.cpp": {"connected", "secured", "finished", "reset", "failed", "closed", "stalled", "note",
                               "resolved", "attempt", "proxied", "rolled", "continued", "us", "peer"},
    "core/decode/textdecoder.cpp": {"Text", "line", "text"},
    "core/decode/cbordecoder.cpp": {"array", "boolean", "map", "negative", "simple", "tag", "undefined", "unsigned"},
    "core/decode/jsondecoder.cpp": {"array", "boolean", "number", "object", "string"},
    "core/decode/protobufdecoder.cpp": {"bytes", "group", "message", "string"},
    "core/decode/socketiodecoder.cpp": {"number", "packet", "text"},
}
# In these, only what a person reads: a table's other columns look like texts too.
ONLY = {"core/filter/language/field.cpp": re.compile(r"^(?!frame\.|connection tcp|websocket\.|message msg|number row|ip\.addr)")}

COMMENT_OR_LITERAL = re.compile(
    r"""//[^\n]*|/\*.*?\*/|'(?:\\[^'\n]+|\\'|[^'\\\n])'|R"\((?:.*?)\)"|"""
    r"""((?:u8|u)?"(?:\\.|[^"\\])*"(?:_\w+|sv)?(?:\s*(?:u8|u)?"(?:\\.|[^"\\])*"(?:_\w+|sv)?)*)""", re.S)
ONE_LITERAL = re.compile(r'(?:u8|u)?"((?:\\.|[^"\\])*)"')
DIRECTIVE = re.compile(r"^[ \t]*#(?:[^\n\\]|\\.|\\\n)*$", re.M | re.S)


def literals(code):
    """(offset, text as written) of each string literal; adjacent ones are one."""
    code = DIRECTIVE.sub(lambda m: "\n" * m.group().count("\n"), code)
    for m in COMMENT_OR_LITERAL.finditer(code):
        if m.group(1):
            yield m.start(), "".join(ONE_LITERAL.findall(m.group(1)))


def is_core_text(path, text):
    if NO_TEXT.search(text):
        return False
    if path in ONLY and not ONLY[path].search(text):
        return False
    if text in SOME_WORDS.get(path, ()):
        return True
    if path in WORDS and re.fullmatch(r"[A-Za-z][a-z-]+", text):
        return True
    return " " in text and re.search(r"[a-z]{2}", text) is not None


def core_texts(root):
    """Every text once, in the order of the files."""
    texts = {}
    for file in sorted((root / "core").rglob("*")):
        path = file.relative_to(root).as_posix()
        if file.suffix not in (".cpp", ".h") or NOT_FOR_PEOPLE.search(path):
            continue
        for _, text in literals(file.read_text()):
            if is_core_text(path, text):
                texts.setdefault(text, path)
    return texts


def core_table(root):
    lines = ["// The texts of core for people. `./dev translations` makes this list from core's string literals."]
    last = None
    for text, path in core_texts(root).items():
        if path != last:
            lines.append(f"// {path}")
            last = path
        lines.append(f'QT_TRANSLATE_NOOP("Core", "{text}"),')
    return "\n".join(lines) + "\n"


# --- texts of the window ---------------------------------------------------------------------------------------------

# What shows its argument to people.
SHOWS = re.compile(
    r"\b(setText|setToolTip|setStatusTip|setWhatsThis|setWindowTitle|setTitle|setPlaceholderText|setAccessibleName|"
    r"setAccessibleDescription|setPrefix|setSuffix|setSpecialValueText|setHeaderLabels|setHorizontalHeaderLabels|"
    r"setInformativeText|setLabelText|setTabText|setTabToolTip|setNotice|addAction|addMenu|addTab|insertTab|addItem|"
    r"addItems|addButton|addRow|addSection|showMessage|showError|QLabel|QPushButton|QCheckBox|QRadioButton|QGroupBox|"
    r"QAction|QMenu|QToolButton|drawText)\s*\(")
WORD = re.compile(r"(?<![\w%.:/<&\\-])[A-Za-z][a-z]{2,}(?![\w(=:/.-])")
TRANSLATED = re.compile(r"\b(?:tr|translate|QT_TR_NOOP|QT_TRANSLATE_NOOP|QT_TR_N_NOOP)\s*\($")
# Terms that are the same in every language.
TERMS = {"English", "Framescope", "Sec", "Key", "Accept", "Extensions", "Protocol", "Version", "Origin", "Host", "Hello"}


def calls_text(code, start):
    """The arguments from the opening parenthesis on."""
    depth = 0
    for m in re.finditer(r'"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])+\'|//[^\n]*|[()]|[{};]', code[start:]):
        if m.group() == "(":
            depth += 1
        elif m.group() == ")":
            depth -= 1
            if depth == 0:
                return code[start:start + m.end()]
        elif m.group() in "{};":
            return code[start:start + m.start()]
    return code[start:]


def bare_texts(root):
    """(path, line, text) of what the window shows without tr()."""
    for file in sorted((root / "ui").rglob("*")):
        if file.suffix not in (".cpp", ".h"):
            continue
        path = file.relative_to(root).as_posix()
        code = file.read_text()
        seen = set()
        for call in SHOWS.finditer(code):
            line_start = code.rfind("\n", 0, call.start()) + 1
            if code[line_start:call.start()].lstrip().startswith(("//", "*")):
                continue
            start = call.end() - 1
            arguments = calls_text(code, start)
            for at, text in literals(arguments):
                before = arguments[:at].rstrip()
                while before.endswith('"') or re.search(r'"\w*$', before):  # what stands before in the same text
                    before = re.sub(r'(?:u8|u)?"(?:\\.|[^"\\])*"\w*$', "", before).rstrip()
                if TRANSLATED.search(before) or is_name(before):
                    continue
                words = [w for w in WORD.findall(text) if w not in TERMS]
                if words and start + at not in seen:
                    seen.add(start + at)
                    yield path, code.count("\n", 0, start + at) + 1, text


NAMES = re.compile(
    r"\b(icon|notice|setProperty|setObjectName|translate|value|object|detail\w*|textOf|findChild<\w*>|restyle|toString|"
    r"property)\s*\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*(?:QStringLiteral\s*\(|QLatin1String\s*\()?$")


def is_name(before):
    """The literal is the name of an object, an icon, a part of the style sheet, a key, a context of translate()."""
    return NAMES.search(before) is not None


# --- the .ts files ---------------------------------------------------------------------------------------------------

def tool(name):
    for place in (shutil.which(name), f"/usr/lib/qt6/bin/{name}", shutil.which(f"{name}-qt6"),
                  shutil.which(f"{name}6")):
        if place and os.path.exists(place):
            return place
    sys.exit(f"translations: {name} is missing; install Qt's Linguist tools (Debian: qt6-l10n-tools)")


def lupdate(root, chinese, english):
    """Takes the sources' texts over into the two files."""
    common = [tool("lupdate"), "-silent", "-I", ".", "-locations", "none", "-source-language", "en", "ui", "app",
              CORE_TEXTS]
    for extra in (["-no-obsolete", "-target-language", "zh_CN", "-ts", chinese],
                  ["-no-obsolete", "-pluralonly", "-target-language", "en", "-ts", english]):
        ran = subprocess.run(common + extra, cwd=root, capture_output=True, text=True)
        if ran.returncode != 0:
            sys.exit(f"translations: lupdate failed\n{ran.stdout}{ran.stderr}")


def messages(path):
    """(context, source, comment, [translations], type of the translation) of each message."""
    for context in ET.parse(path).getroot().iter("context"):
        name = context.findtext("name") or ""
        for message in context.iter("message"):
            translation = message.find("translation")
            forms = translation.findall("numerusform")
            texts = ["".join(f.itertext()) for f in forms] if forms else ["".join(translation.itertext())]
            yield (name, message.findtext("source") or "", message.findtext("comment") or "", texts,
                   translation.get("type", ""))


PLACEHOLDER = re.compile(r"%L?(?:\d{1,2}|n)")
MNEMONIC = re.compile(r"&(?!&|amp;|[a-z]+;|\s)(.)", re.S)


def differences(context, source, text):
    """What of the source's form the translation lost."""
    def placeholders(of):
        found = sorted(set(PLACEHOLDER.findall(of)))
        # In a text of core, %L1 says that the value is a text of core as well.
        return sorted({p.replace("L", "") for p in found}) if context == "Core" else found
    if placeholders(source) != placeholders(text):
        yield f"placeholders {placeholders(source)} became {placeholders(text)}"
    if context != "Core" and bool(MNEMONIC.search(source)) != bool(MNEMONIC.search(text)):
        yield "the mnemonic (&) is lost or new"
    for sign, others in (("…", "…"), (":", ":："), ("\n", "\n")):
        if source.rstrip(" ").endswith(sign) != (text.rstrip(" ")[-1:] in tuple(others)):
            yield f"it ends with {sign!r} in one language alone"
    if source[:1].isspace() != text[:1].isspace():
        yield "a space at the beginning is lost or new"
    if len(re.findall(r"<\w+", source)) != len(re.findall(r"<\w+", text)):
        yield "it has other tags"
    if re.search(r"[\u4e00-\u9fff][A-Za-z0-9%]|[A-Za-z0-9][\u4e00-\u9fff]",
                 re.sub(r"\(&.\)|&", "", PLACEHOLDER.sub("%", text)).replace("%", "")):
        yield "a space lacks between Latin and Han characters"
    if re.search(r"[\u4e00-\u9fff][,;?!]", text):
        yield "a half-width comma, semicolon or mark follows a Han character"


def faults_of_file(root, ts, fresh):
    """What is wrong with a .ts file; `fresh` is the same after lupdate."""
    name = os.path.basename(ts)
    known = {(c, s, k) for c, s, k, _, _ in messages(root / ts)}
    current = {(c, s, k) for c, s, k, _, _ in messages(fresh)}
    for context, source, _ in sorted(current - known):
        yield f"{name}: not in the file, run ./dev translations: {context}: {source}"
    for context, source, _ in sorted(known - current):
        yield f"{name}: not in the sources any more, run ./dev translations: {context}: {source}"
    for context, source, _, texts, kind in messages(root / ts):
        if kind in ("vanished", "obsolete"):
            yield f"{name}: {kind}: {context}: {source}"
        elif kind == "unfinished" or not all(texts):
            yield f"{name}: not translated: {context}: {source}"
        else:
            for form, text in enumerate(texts):
                # "once", "one row": the number need not be named.
                alone = form == 0 and len(texts) > 1
                for what in differences(context, source.replace("%n", "") if alone and "%n" not in text else source, text):
                    yield f"{name}: {what}: {context}: {source} -> {text}"
        if "::" in context and not re.search(r"::[A-Z]\w*$", context):
            yield f"{name}: tr() outside of a class, it would not be found: {context}: {source}"


def faults(root):
    if not (root / CORE_TEXTS).exists() or (root / CORE_TEXTS).read_text() != core_table(root):
        yield f"{CORE_TEXTS}: not what core says, run ./dev translations"
    with tempfile.TemporaryDirectory() as folder:
        copies = {}
        for ts in (CHINESE, ENGLISH):
            copies[ts] = os.path.join(folder, os.path.basename(ts))
            shutil.copy(root / ts, copies[ts])
        lupdate(root, copies[CHINESE], copies[ENGLISH])
        for ts, copy in copies.items():
            yield from faults_of_file(root, ts, copy)
    for path, line, text in bare_texts(root):
        yield f"{path}:{line}: not in tr(): {text}"


def check(root):
    count = 0
    for fault in faults(root):
        print(fault)
        count += 1
    if count:
        print(f"{count} faults; docs/translating.md says what to do")
    return 1 if count else 0


def update(root):
    (root / CORE_TEXTS).write_text(core_table(root))
    lupdate(root, CHINESE, ENGLISH)
    open_ones = 0
    for ts in (CHINESE, ENGLISH):
        for context, source, _, texts, kind in messages(root / ts):
            if kind == "unfinished" or not all(texts):
                print(f"{os.path.basename(ts)}: {context}: {source}")
                open_ones += 1
    print(f"{open_ones} texts to translate")
    return 0


def self_test():
    source = """#include <QCoreApplication>
class Pane { Q_DECLARE_TR_FUNCTIONS(Pane)
void f() {
    label->setText(tr("Open %1…").arg(1));
    label->setToolTip(tr("&Close"));
    more
}
};
"""
    good = {"Open %1…": "打开 %1…", "&Close": "关闭(&C)"}

    def tree(root, code, texts, core='auto e = u"cannot open %1"_qs;', core_text="无法打开 %1"):
        for folder in ("ui/support", "app", "core/net", TS_FOLDER):
            (root / folder).mkdir(parents=True, exist_ok=True)
        (root / "ui/pane.cpp").write_text(code)
        (root / "core/net/x.cpp").write_text(core)
        (root / CORE_TEXTS).write_text(core_table(root))
        lupdate(root, CHINESE, ENGLISH)
        texts = dict(texts, **{"cannot open %1": core_text})
        ts = ET.parse(root / CHINESE)
        for message in ts.getroot().iter("message"):
            translation = texts.get(message.findtext("source"))
            if translation:
                node = message.find("translation")
                node.text = translation
                node.attrib.pop("type", None)
        ts.write(root / CHINESE, encoding="utf-8")

    failed = 0

    def expect(what, wanted, change=None, **of_tree):
        nonlocal failed
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            of_tree.setdefault("code", source)
            of_tree.setdefault("texts", good)
            tree(root, **of_tree)
            if change:
                change(root)
            found = list(faults(root))
            right = not found if wanted is None else len(found) == 1 and wanted in found[0]
            if not right:
                print(f"self-test: {what}: found {found}")
                failed += 1

    def rewrite(path, old, new):
        return lambda root: (root / path).write_text((root / path).read_text().replace(old, new))

    expect("a good tree", None)
    expect("a text that is not translated", "not translated", texts={"Open %1…": "打开 %1…"})
    expect("a text that is new", "not in the file", rewrite("ui/pane.cpp", "more", 'f(tr("New"));'))
    expect("a text that is gone", "not in the sources", rewrite("ui/pane.cpp", 'tr("&Close")', "x"))
    expect("a lost placeholder", "placeholders", texts=dict(good, **{"Open %1…": "打开…"}))
    expect("a lost mnemonic", "mnemonic", texts=dict(good, **{"&Close": "关闭"}))
    expect("a lost ellipsis", "ends with", texts=dict(good, **{"Open %1…": "打开 %1"}))
    expect("no space beside Latin letters", "space lacks", texts=dict(good, **{"Open %1…": "打开TLS %1…"}))
    expect("a half-width comma", "half-width", texts=dict(good, **{"&Close": "关闭,退出(&C)"}))
    expect("a text outside of tr()", "not in tr()",
           code=source.replace("more", 'label->setText(u"Some words"_qs);'))
    expect("a label outside of tr()", "not in tr()",
           code=source.replace("more", 'new QLabel(QStringLiteral("words " "here"), this);'))
    expect("a name of an object", None,
           code=source.replace("more", 'label->setIcon(icon(QStringLiteral("warning"))); b->setText(tr("%1").arg(x));'),
           texts=dict(good, **{"%1": "%1"}))
    expect("a new text of core", "coretexts.inc",
           rewrite("core/net/x.cpp", "cannot", "may not"))
    expect("a value that is a text of core", None, core_text="无法打开 %L1")
    print("self-test: " + (f"{failed} failed" if failed else "passed"))
    return 1 if failed else 0


def main():
    if sys.argv[1:] == ["self-test"]:
        return self_test()
    if len(sys.argv) == 3 and sys.argv[1] in ("update", "check"):
        root = pathlib.Path(sys.argv[2]).resolve()
        return update(root) if sys.argv[1] == "update" else check(root)
    print(__doc__)
    return 2


if __name__ == "__main__":
    sys.exit(main())
