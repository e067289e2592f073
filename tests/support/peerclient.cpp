#include "tests/support/peerclient.h"

#include "core/craft/framespec.h"

namespace framescope::test
{

PeerClient::PeerClient()
    : m_capture(std::move(*capture::Capture::create(m_folder.filePath(QStringLiteral("peer.pcapng")))))
    , m_session(*m_capture, net::Session::Threading::CallersThread, m_clock)
    , m_reader(*m_capture)
{
}

void PeerClient::open(const net::ConnectionSettings &settings) { m_id = m_session.open(settings); }

void PeerClient::sendFrame(ws::Opcode opcode, const QByteArray &payload, bool fin)
{
    craft::FrameSpec spec;
    spec.opcode = opcode;
    spec.fin = fin;
    spec.payload = payload;
    m_session.send(m_id, craft::toWire(spec));
}

QList<QByteArray> PeerClient::received(ws::Opcode opcode)
{
    QList<QByteArray> result;
    for (const RowIndex row : rows(capture::RowKind::Frame)) {
        const capture::RowRecord &record = m_capture->row(row);
        if (record.direction() != Direction::In || record.opcode() != opcode)
            continue;
        const auto payload = m_reader.payload(row, 0, record.length());
        result.append(payload ? *payload : payload.error().message.toUtf8());
    }
    return result;
}

QStringList PeerClient::errors() const
{
    QStringList result;
    for (std::uint64_t i = 0; i < m_capture->rowCount(); ++i) {
        for (const ws::Finding &finding : m_capture->findings(RowIndex(i))) {
            const ws::FindingInfo &about = ws::info(finding.id);
            if (about.severity == ws::Severity::Error)
                result.append(QString::fromLatin1(about.name.data(), qsizetype(about.name.size())));
        }
    }
    return result;
}

std::vector<RowIndex> PeerClient::rows(capture::RowKind kind) const
{
    std::vector<RowIndex> result;
    for (std::uint64_t i = 0; i < m_capture->rowCount(); ++i) {
        if (m_capture->row(RowIndex(i)).kind() == kind)
            result.push_back(RowIndex(i));
    }
    return result;
}

} // namespace framescope::test
