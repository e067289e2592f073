#pragma once

#include "core/capture/capture.h"
#include "core/ws/framewriter.h"

#include <QTemporaryDir>

#include <memory>

namespace framescope::tests
{

/// A capture on disk that a test fills as a client would: what was sent, what came, one microsecond apart.
class PaneCapture
{
public:
    PaneCapture();
    capture::Capture &capture() { return *m_capture; }
    const capture::Capture &capture() const { return *m_capture; }
    ConnectionId id() const { return m_id; }

    void sent(const QByteArray &octets);
    void received(const QByteArray &octets);
    void sendFrame(const ws::FrameFields &fields, const QByteArray &payload);
    void receiveFrame(const ws::FrameFields &fields, const QByteArray &payload);
    void event(Direction direction, capture::EventKind kind, const QJsonObject &details);
    /// A request with a cookie and the right answer to it.
    void upgrade(const QByteArray &extraResponse = {});
    /// A request and its answer that agreed on permessage-deflate, both contexts kept.
    void upgradeWithDeflate();
    RowIndex last() const { return RowIndex(m_capture->rowCount() - 1); }
    Timestamp tick();

private:
    QTemporaryDir m_folder;
    std::unique_ptr<capture::Capture> m_capture;
    ConnectionId m_id;
    std::int64_t m_now = 1'795'348'863'500'000'000;
};

/// One message compressed by itself, as a frame with RSV1 carries it (RFC 7692 §7.2.1).
QByteArray deflated(const QByteArray &message);

} // namespace framescope::tests
