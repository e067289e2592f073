#pragma once

#include "core/http/handshake.h"
#include "core/ws/findings.h"

#include <initializer_list>
#include <utility>

namespace framescope::http
{

/// Collects findings field by field while a head is judged; the common ground of judgeRequest and judgeResponse.
class Judge
{
public:
    /// All fields are listed; those whose name is in `relevant` are marked as speaking about the handshake.
    Judge(const Head &head, std::initializer_list<QByteArrayView> relevant);

    /// About a field of the head; the finding's offset is the line's plus `column`.
    void report(ws::FindingId id, const Field &field, std::uint64_t value = 0, std::size_t column = 0);
    /// About the start line.
    void reportStart(ws::FindingId id, std::uint64_t value = 0);
    /// About a field that should be there and is not.
    void reportMissing(ws::FindingId id, QByteArrayView name);
    /// Every field of this name after the first, as hs.header.duplicate or another.
    void reportRepeated(const std::vector<const Field *> &fields, ws::FindingId id);
    /// One extension with the field it stands in.
    struct FieldExtension {
        const Field *field = nullptr;
        std::size_t valueColumn = 0; ///< where in the field's line its value begins; 0 for a folded field
        Extension extension;
    };
    /// So many are judged; a head of a hundred thousand says nothing new.
    static constexpr std::size_t maxExtensions = 100;
    /// Extensions of all these fields; grammar errors are reported. Gives whether there were none of those.
    bool extensions(const std::vector<const Field *> &fields, std::vector<FieldExtension> &all);
    /// Makes the verdict's part that every extension has.
    static ExtensionVerdict verdictOf(const FieldExtension &found);
    /// About what stands `column` octets into the field's value.
    void reportExtension(ws::FindingId id, const FieldExtension &found, std::size_t column);
    /// hs.ext.parameter for each faulty parameter.
    void reportParameters(const FieldExtension &found, const std::vector<ParameterVerdict> &verdicts);

    /// No rule was broken; hints do not count.
    bool clean() const noexcept;
    /// The findings in order of offset.
    std::vector<ws::Finding> takeFindings();
    std::vector<Judgement> takeJudgements() { return std::move(m_judgements); }

private:
    ws::Finding add(ws::FindingId id, std::size_t offset, std::uint64_t value);

    const Head &m_head;
    std::vector<ws::Finding> m_findings;
    std::vector<Judgement> m_judgements;
};

/// A line that is no field, a space before the colon, a name that is no token, or a control octet in the value:
/// what the parser kept and marked, and a strict end does not go on with (RFC 9112 §5.1, RFC 9110 §5.5).
bool hasMalformedField(const Head &head);
/// "HTTP/1." and a digit above 0 (RFC 6455 §4.1, §4.2.1: "HTTP/1.1 or higher").
bool isUpgradableVersion(QByteArrayView version);

} // namespace framescope::http
