#include "core/http/judge.h"
#include "core/http/token.h"

#include <algorithm>

namespace framescope::http
{

using ws::FindingId;

namespace
{
/// Octets that the Base64 text stands for, or -1 when it is no Base64 (RFC 4648 §4).
int decodedSize(QByteArrayView text)
{
    const auto decoded = QByteArray::fromBase64Encoding(text.toByteArray(), QByteArray::AbortOnBase64DecodingErrors);
    if (!decoded || text.size() % 4 != 0)
        return -1;
    return static_cast<int>(decoded.decoded.size());
}

/// RFC 9110 §7.2: uri-host [ ":" port ].
bool isHostValue(QByteArrayView value)
{
    qsizetype hostEnd = value.indexOf(':');
    if (value.startsWith('['))
        hostEnd = value.indexOf(']') < 0 ? -2 : value.indexOf(']') + 1;
    if (hostEnd == -2)
        return false;
    const QByteArrayView host = hostEnd < 0 ? value : value.first(hostEnd);
    const QByteArrayView rest = hostEnd < 0 ? QByteArrayView() : value.sliced(hostEnd);
    const bool hostOk = !host.isEmpty() && std::all_of(host.begin(), host.end(), [](char c) {
        return isTokenOctet(c) || c == '[' || c == ']' || c == ':' || c == '(' || c == ')' || c == ';' || c == '=' ||
               c == ',';
    });
    return hostOk && (rest.isEmpty() || (rest[0] == ':' && std::all_of(rest.begin() + 1, rest.end(),
                                                                       [](char c) { return c >= '0' && c <= '9'; })));
}

/// Judges a request and keeps the first status that refuses it.
class RequestJudge
{
public:
    explicit RequestJudge(const Head &request)
        : m_head(request)
        , m_judge(request, {"Host", "Upgrade", "Connection", "Sec-WebSocket-Key", "Sec-WebSocket-Version",
                            "Sec-WebSocket-Protocol", "Sec-WebSocket-Extensions", "Origin"})
    {
    }

    RequestVerdict run()
    {
        startLine();
        host();
        upgrade();
        key();
        version();
        subprotocols();
        extensions();
        if (hasMalformedField(m_head))
            refuse(400);
        m_verdict.valid = m_verdict.status == 101;
        m_verdict.findings = m_judge.takeFindings();
        m_verdict.judgements = m_judge.takeJudgements();
        return std::move(m_verdict);
    }

private:
    void refuse(int status)
    {
        if (m_verdict.status == 101)
            m_verdict.status = status;
    }

    /// RFC 6455 §4.2.1, part 1: an HTTP/1.1 or higher GET for a resource name or an absolute HTTP URI.
    void startLine()
    {
        if (m_head.method.isEmpty()) {
            refuse(400); // the parser found no request line, and said so
            return;
        }
        if (m_head.method != "GET") {
            m_judge.reportStart(FindingId::HsMethod);
            refuse(405);
        }
        if (!isUpgradableVersion(m_head.version)) {
            m_judge.reportStart(FindingId::HsVersion);
            // RFC 9110 §15.6.6: 505 is for another major version. HTTP/1.0 is the same one and cannot be upgraded
            // (§7.8), so what asks for it is a bad request.
            refuse(m_head.version.startsWith("HTTP/1.") ? 400 : 505);
        }
        // RFC 9112 §3.2.2: a server accepts the absolute form too.
        const QByteArrayView target(m_head.target);
        const qsizetype authority =
            equalIgnoringCase(target.first(std::min<qsizetype>(target.size(), 7)), "http://")    ? 7
            : equalIgnoringCase(target.first(std::min<qsizetype>(target.size(), 8)), "https://") ? 8
                                                                                                 : 0;
        if (authority > 0 && target.size() > authority && target[authority] != '/') {
            m_judge.reportStart(FindingId::HsTargetAbsolute);
        } else if (!target.startsWith('/') || target.contains('#')) {
            m_judge.reportStart(FindingId::HsRequestLine);
            refuse(400);
        }
    }

    /// RFC 6455 §4.2.1, part 2; RFC 9112 §3.2: 400 when there is none, more than one, or one that is no host.
    void host()
    {
        const auto fields = m_head.all("Host");
        if (fields.empty())
            m_judge.reportMissing(FindingId::HsHost, "Host");
        for (std::size_t i = 0; i < fields.size(); ++i) {
            if (i == 0 && isHostValue(fields[i]->value))
                continue;
            m_judge.report(FindingId::HsHost, *fields[i], i + 1);
            refuse(400);
        }
        if (fields.empty())
            refuse(400);
    }

    /// RFC 6455 §4.2.1, parts 3 and 4.
    void upgrade()
    {
        const auto fields = m_head.all("Upgrade");
        if (fields.empty()) {
            m_judge.reportMissing(FindingId::HsUpgradeMissing, "Upgrade");
            refuse(426);
        } else if (!m_head.hasToken("Upgrade", "websocket")) {
            m_judge.report(FindingId::HsUpgradeValue, *fields.front());
            refuse(426);
        }
        if (m_head.hasToken("Connection", "upgrade"))
            return;
        const auto connection = m_head.all("Connection");
        if (connection.empty())
            m_judge.reportMissing(FindingId::HsConnection, "Connection");
        else
            m_judge.report(FindingId::HsConnection, *connection.front());
        refuse(400);
    }

    /// RFC 6455 §4.2.1, part 5, and §11.3.1: once.
    void key()
    {
        const auto fields = m_head.all("Sec-WebSocket-Key");
        if (fields.empty()) {
            m_judge.reportMissing(FindingId::HsKeyMissing, "Sec-WebSocket-Key");
            refuse(400);
            return;
        }
        m_verdict.key = fields.front()->value;
        const int size = decodedSize(m_verdict.key);
        if (size != 16) {
            m_judge.report(FindingId::HsKeyValue, *fields.front(), static_cast<std::uint64_t>(std::max(0, size)));
            refuse(400);
        }
        if (fields.size() > 1) {
            m_judge.reportRepeated(fields, FindingId::HsHeaderDuplicate);
            refuse(400);
        }
    }

    /// RFC 6455 §4.2.1, part 6, §4.4: another version is answered with 426 and ours; §11.3.5: once.
    void version()
    {
        const auto fields = m_head.all("Sec-WebSocket-Version");
        if (fields.empty()) {
            m_judge.reportMissing(FindingId::HsWsVersion, "Sec-WebSocket-Version");
            refuse(426);
            return;
        }
        if (fields.front()->value != "13") {
            m_judge.report(FindingId::HsWsVersion, *fields.front(), fields.front()->value.toUInt());
            refuse(426);
        }
        if (fields.size() > 1) {
            m_judge.reportRepeated(fields, FindingId::HsHeaderDuplicate);
            refuse(400);
        }
    }

    /// RFC 6455 §4.1, requirement 10: 1#token, all unique.
    void subprotocols()
    {
        for (const Field *field : m_head.all("Sec-WebSocket-Protocol")) {
            const QList<QByteArray> names = listElements(field->value);
            bool wrong = names.isEmpty();
            for (const QByteArray &name : names) {
                // Beyond a hundred names uniqueness is no longer looked at: the search would be quadratic.
                wrong = wrong || !isToken(name) || m_verdict.subprotocols.size() >= maxSubprotocols ||
                        m_verdict.subprotocols.contains(name);
                if (m_verdict.subprotocols.size() < maxSubprotocols)
                    m_verdict.subprotocols.append(name);
            }
            if (wrong) {
                m_judge.report(FindingId::HsProtocolValue, *field);
                refuse(400);
            }
        }
    }

    /// RFC 6455 §9.1: what is against the grammar fails the handshake. RFC 7692 §7.1: a wrong offer is declined only.
    void extensions()
    {
        std::vector<Judge::FieldExtension> found;
        if (!m_judge.extensions(m_head.all("Sec-WebSocket-Extensions"), found))
            refuse(400);
        for (const Judge::FieldExtension &one : found) {
            ExtensionVerdict verdict = Judge::verdictOf(one);
            if (verdict.deflate) {
                DeflateOffer offer = judgeDeflateOffer(one.extension);
                m_judge.reportParameters(one, offer.verdicts);
                verdict.parameters = offer.verdicts;
                m_verdict.deflateOffers.push_back(std::move(offer));
            }
            m_verdict.extensionVerdicts.push_back(std::move(verdict));
        }
    }

    static constexpr qsizetype maxSubprotocols = 100;
    const Head &m_head;
    Judge m_judge;
    RequestVerdict m_verdict;
};
} // namespace

RequestVerdict judgeRequest(const Head &request) { return RequestJudge(request).run(); }

} // namespace framescope::http
