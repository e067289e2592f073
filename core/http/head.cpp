#include "core/http/head.h"

#include "core/http/token.h"
#include "core/ws/findings.h"

#include <algorithm>

namespace framescope::http
{

using ws::FindingId;

namespace
{
bool isDigit(char c) noexcept { return c >= '0' && c <= '9'; }

/// RFC 9112 §2.3: "HTTP/" and two digits with a dot; "HTTP/2" and the like are let through to be judged.
bool isHttpVersion(QByteArrayView text) noexcept
{
    if (!text.startsWith("HTTP/"))
        return false;
    const QByteArrayView number = text.sliced(5);
    return (number.size() == 1 && isDigit(number[0])) ||
           (number.size() == 3 && isDigit(number[0]) && number[1] == '.' && isDigit(number[2]));
}

/// RFC 9110 §5.5: controls may not stand in a head. Octets above 0x7F have no agreed meaning there.
bool isBadOctet(char c) noexcept
{
    const auto octet = static_cast<unsigned char>(c);
    return (octet < 0x20 && c != '\t' && c != '\r') || octet >= 0x7F;
}
} // namespace

QByteArray Head::value(QByteArrayView name) const
{
    const auto it = std::find_if(fields.begin(), fields.end(),
                                 [&](const Field &field) { return equalIgnoringCase(field.name, name); });
    if (it == fields.end())
        return {};
    return it->value.isNull() ? QByteArrayLiteral("") : it->value;
}

std::vector<const Field *> Head::all(QByteArrayView name) const
{
    std::vector<const Field *> found;
    for (const Field &field : fields) {
        if (equalIgnoringCase(field.name, name))
            found.push_back(&field);
    }
    return found;
}

bool Head::hasToken(QByteArrayView name, QByteArrayView token) const
{
    for (const Field &field : fields) {
        if (!equalIgnoringCase(field.name, name))
            continue;
        const QList<QByteArray> elements = listElements(field.value);
        if (std::any_of(elements.begin(), elements.end(),
                        [&](const QByteArray &element) { return equalIgnoringCase(element, token); }))
            return true;
    }
    return false;
}

HeadParser::Status HeadParser::feed(ByteView &input)
{
    while (m_status == Status::NeedMore && !input.empty()) {
        const auto taken = static_cast<std::size_t>(m_head.raw.size());
        std::size_t room = maxSize - taken;
        const bool garbage = !m_startLineSeen && taken >= 5 && !startsLikeHttp();
        if (!m_startLineSeen && taken < 5)
            room = 5 - taken; // then look at what the stream begins with
        else if (garbage)
            room = maxGarbage - taken;
        const ByteView part = input.first(std::min(room, input.size()));
        const qsizetype newline = qbyteView(part).indexOf('\n');
        const bool line = newline >= 0;
        const std::size_t count = line ? static_cast<std::size_t>(newline) + 1 : part.size();
        m_head.raw.append(qbyteView(part.first(count)));
        input = input.subspan(count);

        const auto size = static_cast<std::size_t>(m_head.raw.size());
        if (line) {
            const std::size_t start = m_lineStart;
            m_lineStart = size;
            m_status = takeLine(start, size - 1);
        } else if (garbage && size == maxGarbage) {
            report(m_head.kind == HeadKind::Response ? FindingId::HsStatusLine : FindingId::HsRequestLine, 0);
            m_status = Status::Failed;
        }
        if (m_status == Status::NeedMore && size == maxSize) {
            report(FindingId::HsTooLarge, size, size);
            m_status = Status::Failed;
        }
    }
    return m_status;
}

void HeadParser::finish()
{
    if (m_status != Status::NeedMore)
        return;
    if (!m_startLineSeen && !startsLikeHttp())
        report(m_head.kind == HeadKind::Response ? FindingId::HsStatusLine : FindingId::HsRequestLine, 0);
    report(FindingId::HsTruncated, m_startLineSeen ? m_lineStart : 0, static_cast<std::uint64_t>(m_head.raw.size()));
    m_status = Status::Failed;
}

/// Whether the octets so far may become a start line.
bool HeadParser::startsLikeHttp() const
{
    const QByteArrayView raw(m_head.raw);
    if (m_head.kind == HeadKind::Response)
        return QByteArrayView("HTTP/").startsWith(raw.first(std::min<qsizetype>(raw.size(), 5)));
    // A method is a token and a space follows it; what comes then is the target's. RFC 9112 §2.2: an empty line before
    // the method is ignored.
    const auto method = std::find_if_not(raw.begin(), raw.begin() + std::min<qsizetype>(raw.size(), 2),
                                         [](char c) { return c == '\r' || c == '\n'; });
    const auto end = std::find_if_not(method, raw.begin() + std::min<qsizetype>(raw.size(), 5), isTokenOctet);
    return end == raw.begin() + std::min<qsizetype>(raw.size(), 5) || (end != method && *end == ' ');
}

HeadParser::Status HeadParser::takeLine(std::size_t lineOffset, std::size_t end)
{
    ++m_line;
    QByteArrayView line =
        QByteArrayView(m_head.raw).sliced(static_cast<qsizetype>(lineOffset), static_cast<qsizetype>(end - lineOffset));
    const bool crlf = line.endsWith('\r');
    if (crlf)
        line.chop(1);
    // RFC 9112 §2.2: a line ends with CRLF; a recipient may take LF alone.
    else
        report(FindingId::HsEol, end, m_line);

    if (!m_startLineSeen) {
        // RFC 9112 §2.2: a server should ignore at least one empty line before the request line.
        if (line.isEmpty() && m_head.kind == HeadKind::Request && m_line == 1)
            return Status::NeedMore;
        m_startLineSeen = true;
        return parseStartLine(line);
    }
    if (line.isEmpty())
        return Status::Done;
    checkOctets(line, lineOffset);
    return parseField(line, lineOffset);
}

HeadParser::Status HeadParser::parseStartLine(QByteArrayView line)
{
    m_head.startLine = line.toByteArray();
    const bool response = m_head.kind == HeadKind::Response;
    if (!(response ? parseStatusLine(line) : parseRequestLine(line))) {
        report(response ? FindingId::HsStatusLine : FindingId::HsRequestLine, 0);
        return Status::Failed;
    }
    checkOctets(line, static_cast<std::size_t>(line.data() - m_head.raw.constData()));
    return Status::NeedMore;
}

bool HeadParser::parseStatusLine(QByteArrayView line)
{
    // RFC 9112 §4: HTTP-version SP status-code SP [ reason-phrase ]
    const qsizetype space = line.indexOf(' ');
    if (space < 0 || !isHttpVersion(line.first(space)))
        return false;
    const QByteArrayView rest = line.sliced(space + 1);
    if (rest.size() < 3 || rest[0] == '0' || !std::all_of(rest.begin(), rest.begin() + 3, isDigit))
        return false;
    if (rest.size() > 3 && rest[3] != ' ')
        return false;
    m_head.version = line.first(space).toByteArray();
    m_head.status = rest.first(3).toInt();
    if (rest.size() > 3)
        m_head.reason = rest.sliced(4).toByteArray();
    else
        report(FindingId::HsReason, static_cast<std::size_t>(line.size()));
    return true;
}

bool HeadParser::parseRequestLine(QByteArrayView line)
{
    // RFC 9112 §3: method SP request-target SP HTTP-version
    const qsizetype first = line.indexOf(' ');
    const qsizetype last = line.lastIndexOf(' ');
    if (first <= 0 || last <= first + 1)
        return false;
    const QByteArrayView target = line.sliced(first + 1, last - first - 1);
    if (!isToken(line.first(first)) || !isHttpVersion(line.sliced(last + 1)) || target.contains(' ') ||
        target.contains('\t'))
        return false;
    m_head.method = line.first(first).toByteArray();
    m_head.target = target.toByteArray();
    m_head.version = line.sliced(last + 1).toByteArray();
    return true;
}

HeadParser::Status HeadParser::parseField(QByteArrayView line, std::size_t lineOffset)
{
    const bool continues = line.startsWith(' ') || line.startsWith('\t');
    if (continues && !m_head.fields.empty()) {
        fold(line, lineOffset);
        return Status::NeedMore;
    }
    if (m_head.fields.size() == maxFields) {
        report(FindingId::HsTooLarge, lineOffset, static_cast<std::uint64_t>(m_head.raw.size()));
        return Status::Failed;
    }
    Field field;
    field.line = m_line;
    field.offset = static_cast<std::uint32_t>(lineOffset);
    field.size = static_cast<std::uint32_t>(line.size());
    const qsizetype colon = line.indexOf(':');
    if (colon < 0) {
        report(FindingId::HsField, lineOffset, m_line);
        field.value = trimOws(line).toByteArray();
    } else {
        // RFC 9112 §5.1: no space between name and colon; RFC 9110 §5.1: a name is a token.
        if (!isToken(line.first(colon)))
            report(FindingId::HsField, lineOffset, m_line);
        field.name = trimOws(line.first(colon)).toByteArray();
        field.value = trimOws(line.sliced(colon + 1)).toByteArray();
    }
    m_head.fields.push_back(std::move(field));
    return Status::NeedMore;
}

/// RFC 9112 §5.2: a line that begins with space or tab goes on with the field before it; senders must not do so.
void HeadParser::fold(QByteArrayView line, std::size_t lineOffset)
{
    report(FindingId::HsFold, lineOffset, m_line);
    Field &field = m_head.fields.back();
    const QByteArrayView more = trimOws(line);
    if (!more.isEmpty()) {
        if (!field.value.isEmpty())
            field.value.append(' ');
        field.value.append(more);
    }
    field.size = static_cast<std::uint32_t>(lineOffset + static_cast<std::size_t>(line.size())) - field.offset;
}

void HeadParser::checkOctets(QByteArrayView line, std::size_t lineOffset)
{
    bool inRun = false; // one finding for a run of bad octets, at its first
    for (qsizetype i = 0; i < line.size(); ++i) {
        const std::size_t offset = lineOffset + static_cast<std::size_t>(i);
        if (line[i] == '\r')
            report(FindingId::HsBareCr, offset, m_line);
        const bool bad = isBadOctet(line[i]);
        if (bad && !inRun)
            report(FindingId::HsByte, offset, static_cast<unsigned char>(line[i]));
        inRun = bad;
    }
}

void HeadParser::report(FindingId id, std::size_t offset, std::uint64_t value)
{
    // What ended the parsing is always said; there is one such finding, or two at the stream's end.
    const bool ending = id == FindingId::HsTooLarge || id == FindingId::HsTruncated || id == FindingId::HsStatusLine ||
                        id == FindingId::HsRequestLine;
    if (m_findings.size() >= maxFindings && !ending)
        return;
    ws::Finding finding;
    finding.id = id;
    finding.offset = StreamOffset(offset);
    finding.value = value;
    m_findings.push_back(finding);
}

std::optional<unsigned> statusIn(QByteArrayView start)
{
    const qsizetype space = start.startsWith("HTTP/") ? start.indexOf(' ') : -1;
    if (space < 0)
        return {};
    bool ok = false;
    const unsigned status =
        start.sliced(space + 1).first(std::min<qsizetype>(3, start.size() - space - 1)).toByteArray().toUInt(&ok);
    return ok ? std::optional(status) : std::nullopt;
}

} // namespace framescope::http
