#pragma once

#include "core/base/bytes.h"
#include "core/ws/finding.h"

#include <QByteArray>

#include <vector>

namespace framescope::http
{

/// One header field as it stood on the wire (RFC 9110 §5). Offsets count from the head's first octet.
struct Field {
    QByteArray name;
    QByteArray value;       ///< without leading and trailing space and tab
    std::uint32_t line = 0; ///< 1-based line of the head
    std::uint32_t offset = 0;
    std::uint32_t size = 0; ///< octets of the line without its end; with folded lines, to the end of the last
};

enum class HeadKind : std::uint8_t { Request, Response };

/// A request or response head: the octets up to and with the empty line, and what they say.
struct Head {
    HeadKind kind = HeadKind::Response;
    QByteArray raw;
    QByteArray startLine;
    // response
    int status = 0;
    QByteArray reason;
    // request
    QByteArray method;
    QByteArray target;
    QByteArray version; ///< "HTTP/1.1"
    std::vector<Field> fields;

    /// Value of the first field of this name (case-insensitive), or a null array.
    QByteArray value(QByteArrayView name) const;
    std::vector<const Field *> all(QByteArrayView name) const;
    /// Whether the comma-separated list of all fields of this name has the token (case-insensitive).
    bool hasToken(QByteArrayView name, QByteArrayView token) const;
};

/// The status in a response's first line, of which the octets up to and with it suffice: "HTTP/1.1 101". Nothing where
/// there is none.
std::optional<unsigned> statusIn(QByteArrayView start);

/// Takes octets until a whole head is there; linear in the octets whatever the pieces (RFC 9112 §2-5).
/// Tolerant: whatever still has lines is kept and marked. A line that is no field becomes a Field with an empty name
/// and the whole line as its value; a folded line (RFC 9112 §5.2) is joined to the field before it with one space.
/// Limits: 1 MiB a head, 10,000 fields; at most 1,000 findings are reported.
class HeadParser
{
public:
    enum class Status : std::uint8_t {
        NeedMore, ///< all input taken
        Done,     ///< head() is whole; input begins with what follows it
        Failed,   ///< not HTTP, or over a limit: findings() say why; head().raw holds all that was taken
    };
    static constexpr std::size_t maxSize = 1024 * 1024;
    static constexpr std::size_t maxFields = 10'000;
    static constexpr std::size_t maxFindings = 1'000;
    /// What does not begin as a start line does is given up after so many octets, if no line ended before.
    static constexpr std::size_t maxGarbage = 256;

    explicit HeadParser(HeadKind kind) { m_head.kind = kind; }

    Status feed(ByteView &input);
    /// The stream ended: adds hs.truncated when the head is not whole. Its value is the number of octets that came;
    /// its offset is where the unfinished line begins: 0 is the start line (or nothing came: value 0).
    void finish();

    const Head &head() const noexcept { return m_head; }
    /// What is wrong with the shape, in the order it was found.
    const std::vector<ws::Finding> &findings() const noexcept { return m_findings; }

private:
    Status takeLine(std::size_t lineOffset, std::size_t end);
    Status parseStartLine(QByteArrayView line);
    bool parseStatusLine(QByteArrayView line);
    bool parseRequestLine(QByteArrayView line);
    Status parseField(QByteArrayView line, std::size_t lineOffset);
    void fold(QByteArrayView line, std::size_t lineOffset);
    void checkOctets(QByteArrayView line, std::size_t lineOffset);
    bool startsLikeHttp() const;
    void report(ws::FindingId id, std::size_t offset, std::uint64_t value = 0);

    Head m_head;
    std::vector<ws::Finding> m_findings;
    std::size_t m_lineStart = 0;
    std::uint32_t m_line = 0;
    Status m_status = Status::NeedMore;
    bool m_startLineSeen = false;
};

} // namespace framescope::http
