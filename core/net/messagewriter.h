#pragma once

#include "core/base/bytes.h"
#include "core/net/settings.h"
#include "core/ws/agreement.h"
#include "core/ws/deflater.h"
#include "core/ws/framewriter.h"
#include "core/ws/role.h"

#include <QByteArray>

#include <optional>

namespace framescope::net
{

/// The fields of a whole, legal frame sent by this role: FIN set, masked with a fresh key in the client's
/// role (RFC 6455 §5.3).
ws::FrameFields ownFrame(ws::Opcode opcode, ws::Role role);
/// A whole ping, pong or close frame of this role; the payload has at most 125 octets.
QByteArray controlFrame(ws::Opcode opcode, const QByteArray &payload, ws::Role role);
/// A close frame of this role. Code 1005 gives one without a code; the reason is cut to what fits, between characters.
QByteArray closeFrame(std::uint16_t code, const QByteArray &reason, ws::Role role);

/// Makes the frames of whole messages that one end sends, compressed where that was agreed (RFC 7692). What it
/// writes must be sent, and in that order: a compressed message may refer to those before it.
class MessageWriter
{
public:
    explicit MessageWriter(ws::Role role) : m_role(role) {}

    /// permessage-deflate was agreed on: `side` is how this end compresses. With a window of 8 bits, which zlib does
    /// not have, and where the settings say so, messages stay uncompressed, as they always may (RFC 7692 §6).
    void agree(const ws::DeflateSide &side, const DeflateSettings &settings);
    /// Octets of somebody else's with a compressed message were sent between: the peer's context has them, ours has
    /// not, so the next message refers to nothing before it.
    void forget();
    bool compresses() const noexcept { return m_deflater.has_value(); }

    /// Appends one whole message as one frame; RSV1 is set when it is compressed. Text and binary messages as long
    /// as the threshold are, even if that makes them longer: then the next ones may still refer to them.
    void write(ws::Opcode opcode, ByteView data, QByteArray &out);
    /// The payload of one compressed message, for who sends it in frames of another shape; only if compresses().
    QByteArray compressed(ByteView data);

private:
    std::optional<ws::Deflater> m_deflater;
    std::uint64_t m_threshold = 0;
    ws::Role m_role;
};

} // namespace framescope::net
