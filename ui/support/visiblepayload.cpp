#include "ui/support/visiblepayload.h"

#include "core/decode/utf8.h"
#include "core/io/rowtext.h"

#include <algorithm>

namespace framescope::ui
{

namespace
{
bool staysAsItIs(std::uint8_t c) { return c == '\n' || c == '\t' || (c >= 0x20 && c < 0x7F); }

bool isCombining(QChar::Category category)
{
    return category == QChar::Mark_NonSpacing || category == QChar::Mark_Enclosing ||
           category == QChar::Mark_SpacingCombining;
}

QString codeText(char32_t c)
{
    return QStringLiteral("⟨U+%1⟩").arg(QString::number(uint(c), 16).toUpper().rightJustified(4, u'0'));
}

/// Writes the text, and breaks lines that grow too long.
class Writer
{
public:
    Writer(VisiblePayload &out, qsizetype column) : m_out(out), m_column(column) {}

    /// Octets that stay as they are, the first of them at `at`.
    void plain(ByteView run, std::size_t at);
    /// What is shown for something at `at`; combined with what stands before it when it is `joined`.
    void add(const QString &text, std::size_t at, bool joined);
    void addMarked(const QString &text, std::size_t at, TextMark::Kind kind);
    /// One character that is not plain ASCII; whether it is shown as itself.
    bool character(ByteView bytes, std::size_t at);

private:
    void breakLine(std::size_t at);

    VisiblePayload &m_out;
    qsizetype m_column;
    int m_combining = 0; ///< marks in a row
};

void Writer::breakLine(std::size_t at)
{
    m_out.text += u'\n';
    m_out.softBreaks.push_back(m_out.text.size());
    m_out.lineOctets.push_back(at);
    m_column = 0;
}

void Writer::plain(ByteView run, std::size_t at)
{
    m_combining = 0;
    while (!run.empty()) {
        if (run.front() == '\n') {
            m_out.text += u'\n';
            m_column = 0;
            run = run.subspan(1);
            m_out.lineOctets.push_back(++at);
            continue;
        }
        if (m_column >= VisiblePayload::maxLine)
            breakLine(at);
        const auto end = std::find(run.begin(), run.end(), std::uint8_t('\n'));
        const auto size =
            std::min<std::size_t>(std::size_t(end - run.begin()), std::size_t(VisiblePayload::maxLine - m_column));
        m_out.text += QLatin1String(qbyteView(run.first(size)));
        m_column += qsizetype(size);
        run = run.subspan(size);
        at += size;
    }
}

void Writer::add(const QString &text, std::size_t at, bool joined)
{
    if (m_column >= VisiblePayload::maxLine && !joined)
        breakLine(at);
    m_out.text += text;
    m_column += text.size();
}

void Writer::addMarked(const QString &text, std::size_t at, TextMark::Kind kind)
{
    m_combining = 0;
    add(text, at, false);
    if (m_out.marks.size() < VisiblePayload::maxMarks)
        m_out.marks.push_back({m_out.text.size() - text.size(), text.size(), kind});
}

bool Writer::character(ByteView bytes, std::size_t at)
{
    const QString text = decode::utf8Text(bytes);
    const QString visible = io::visibleText(text);
    if (visible != text) {
        addMarked(visible, at, TextMark::Kind::Hidden);
        return false;
    }
    const char32_t code = text.size() > 1 ? QChar::surrogateToUcs4(text[0], text[1]) : char32_t(text[0].unicode());
    if (!isCombining(QChar::category(code))) {
        m_combining = 0;
        add(text, at, false);
        return true;
    }
    if (m_combining == VisiblePayload::maxCombining) {
        addMarked(codeText(code), at, TextMark::Kind::Hidden);
        m_combining = VisiblePayload::maxCombining; // on what stands there they would only pile up again
        return false;
    }
    ++m_combining;
    add(text, at, true);
    return true;
}
} // namespace

VisiblePayload visiblePayload(ByteView bytes, bool last, qsizetype column)
{
    VisiblePayload out;
    Writer writer(out, column);
    std::size_t unshowable = 0;
    out.text.reserve(qsizetype(bytes.size()));
    std::size_t at = 0;
    while (at < bytes.size() && unshowable < VisiblePayload::maxUnshowable) {
        std::size_t plain = at;
        while (plain < bytes.size() && staysAsItIs(bytes[plain]))
            ++plain;
        if (plain > at) {
            writer.plain(bytes.subspan(at, plain - at), at);
            at = plain;
            continue;
        }
        if (bytes[at] == '\r') {
            if (at + 1 == bytes.size() && !last)
                break; // the LF that makes it the end of a line may follow
            if (at + 1 < bytes.size() && bytes[at + 1] == '\n') {
                ++at; // CR LF ends a line as LF does
                continue;
            }
        }
        out.ascii = out.ascii && bytes[at] < 0x80;
        const std::size_t size = decode::utf8CharacterAt(bytes, at);
        if (size > 0) {
            unshowable += writer.character(bytes.subspan(at, size), at) ? 0 : 1;
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
        writer.addMarked(QStringLiteral("⟨x%1⟩").arg(QString::number(bytes[at], 16).toUpper()), at,
                         TextMark::Kind::BadUtf8);
        ++at;
    }
    out.consumed = at;
    return out;
}

} // namespace framescope::ui
