#pragma once

#include "core/base/clock.h"
#include "core/capture/capture.h"
#include "core/capture/capturereader.h"
#include "core/net/session.h"
#include "core/ws/frameparser.h"
#include "core/ws/framewriter.h"

#include <QStringList>
#include <QTemporaryDir>

#include <memory>
#include <optional>

namespace framescope::test
{

/// A capture in a temporary folder and a session on it, and short ways to ask what was recorded.
class NetFixture
{
public:
    explicit NetFixture(net::Session::Threading threading = net::Session::Threading::CallersThread);
    ~NetFixture();

    /// Opens with the fixture's settings.
    ConnectionId open(const QString &url);
    net::State state(ConnectionId id) const { return session->status(id).state; }
    QString reason(ConnectionId id) const { return session->status(id).reason; }

    /// One line a row: "in text 5 fin msg.utf8", "event failed", "out request", "in raw 17".
    QStringList rows() const;
    /// Names of a row's findings.
    QStringList findings(RowIndex row) const;
    /// Index of the first row whose line begins so, after `from`.
    std::optional<RowIndex> find(const QString &beginning, RowIndex from = RowIndex(0)) const;
    bool has(const QString &beginning) const { return find(beginning).has_value(); }
    /// Details of the first event of this kind.
    QJsonObject event(capture::EventKind kind) const;
    /// Unmasked payload of a frame row, or the octets of a raw row or head.
    QByteArray payload(RowIndex row) const;

    QTemporaryDir folder;
    SystemClock clock;
    std::unique_ptr<capture::Capture> capture;
    std::unique_ptr<net::Session> session;
    net::ConnectionSettings settings;
};

/// One frame, unmasked unless a key is given.
QByteArray frame(ws::Opcode opcode, const QByteArray &payload = {}, bool fin = true,
                 std::optional<ws::MaskKey> key = std::nullopt);

/// The parser after these octets, and itself to go on with.
ws::FrameParser &parsed(const QByteArray &octets, ws::FrameParser &parser);
ws::FrameParser parsed(const QByteArray &octets);

/// A frame as a peer reads it: unmasked.
struct ReadFrame {
    ws::FrameHeader header;
    QByteArray payload;
};
/// The whole frames at the front of these octets.
std::vector<ReadFrame> readFrames(const QByteArray &octets);
/// A server's close frame.
QByteArray closeFrame(std::uint16_t code, const QByteArray &reason = {});
/// 0 where the payload is too short for one.
std::uint16_t codeOf(const QByteArray &closePayload);

} // namespace framescope::test
