#pragma once

#include "core/base/clock.h"
#include "core/capture/capture.h"
#include "core/capture/capturereader.h"
#include "core/net/session.h"

#include <QTemporaryDir>

#include <memory>
#include <vector>

namespace framescope::test
{

/// A Session with a capture of its own, for talking to a real server and asking for the rows afterwards.
class PeerClient
{
public:
    PeerClient();

    void open(const net::ConnectionSettings &settings);
    void sendFrame(ws::Opcode opcode, const QByteArray &payload, bool fin = true);
    void close(std::uint16_t code) { m_session.close(m_id, code); }

    net::Status status() const { return m_session.status(m_id); }
    bool isOpen() const { return status().state == net::State::Open; }
    bool isClosed() const { return status().state == net::State::Closed; }

    /// Payloads, unmasked, of the received frames with this opcode.
    QList<QByteArray> received(ws::Opcode opcode);
    /// Names of all findings of severity error, for a comparison with the empty list.
    QStringList errors() const;
    /// The rows of one kind.
    std::vector<RowIndex> rows(capture::RowKind kind) const;
    const capture::Capture &capture() const { return *m_capture; }
    QString path() const { return m_capture->path(); }

private:
    QTemporaryDir m_folder;
    SystemClock m_clock;
    std::unique_ptr<capture::Capture> m_capture;
    net::Session m_session;
    capture::CaptureReader m_reader;
    ConnectionId m_id;
};

} // namespace framescope::test
