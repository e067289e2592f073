#include "ui/support/visiblepayload.h"

#include "core/decode/utf8.h"
#include "core/io/rowtext.h"

namespace framescope::ui
{

namespace
{
bool staysAsItIs(std::uint8_t c) { return c == '\n' || c == '\t' || (c >= 0x20 && c < 0x7F); }

void mark(VisiblePayload &out, qsizetype from, TextMark::Kind kind)
{
    if (out.marks.size() < VisiblePayload::maxMarks)
        out.marks.push_back({from, out.text.size() - from, kind});
}

void breakLongLines(VisiblePayload &out)
{
    QString broken;
    broken.reserve(out.text.size() + out.text.size() / VisiblePayload::maxLine);
    auto mark = out.marks.begin();
    qsizetype insideMark = 0; // units of the current mark still to come: a mark is never broken
    qsizetype line = 0;
    for (qsizetype i = 0; i < out.text.size(); ++i) {
        const QChar c = out.text[i];
        const bool joined = insideMark > 0 || c.isLowSurrogate() || c.category() == QChar::Mark_NonSpacing;
        if (c == u'\n') {
            line = 0;
        } else if (++line > VisiblePayload::maxLine && !joined) {
            broken += u'\n';
            out.softBreaks.push_back(broken.size());
            line = 1;
        }
        if (insideMark == 0 && mark != out.marks.end() && i == mark->from) {
            insideMark = mark->count;
            mark->from = broken.size();
        }
        broken += c;
        if (insideMark > 0 && --insideMark == 0)
            ++mark;
    }
    out.text = broken;
}

/// One character that is not plain ASCII; whether it is shown as itself.
bool addCharacter(VisiblePayload &out, ByteView bytes)
{
    const QString character = QString::fromUtf8(qbyteView(bytes));
    // fromUtf8 drops a byte order mark at the start; here it is a character like any other.
    const QString text = character.isEmpty() ? QString(QChar(0xFEFF)) : character;
    const QString visible = io::visibleText(text);
    const qsizetype from = out.text.size();
    out.text += visible;
    if (visible != text)
        mark(out, from, TextMark::Kind::Hidden);
    return visible == text;
}
} // namespace

VisiblePayload visiblePayload(ByteView bytes, bool last)
{
    VisiblePayload out;
    std::size_t unshowable = 0;
    out.text.reserve(qsizetype(bytes.size()));
    std::size_t at = 0;
    while (at < bytes.size() && unshowable < VisiblePayload::maxUnshowable) {
        std::size_t plain = at;
        while (plain < bytes.size() && staysAsItIs(bytes[plain]))
            ++plain;
        if (plain > at) {
            out.text += QString::fromLatin1(qbyteView(bytes.subspan(at, plain - at)));
            at = plain;
            continue;
        }
        if (bytes[at] == '\r' && at + 1 < bytes.size() && bytes[at + 1] == '\n') {
            ++at; // CR LF ends a line as LF does
            continue;
        }
        const std::size_t size = decode::utf8CharacterAt(bytes, at);
        if (size > 0) {
            unshowable += addCharacter(out, bytes.subspan(at, size)) ? 0 : 1;
            at += size;
            continue;
        }
        // Three octets more could still complete the character.
        if (!last && bytes.size() - at < 4 && bytes[at] >= 0xC2)
            break;
        if (!out.firstBadByte)
            out.firstBadByte = decode::utf8ErrorAt(bytes, at);
        ++out.badBytes;
        ++unshowable;
        const qsizetype from = out.text.size();
        out.text += QStringLiteral("⟨x%1⟩").arg(QString::number(bytes[at], 16).toUpper());
        mark(out, from, TextMark::Kind::BadUtf8);
        ++at;
    }
    out.consumed = at;
    breakLongLines(out);
    return out;
}

} // namespace framescope::ui
