#pragma once

#include "core/base/bytes.h"
#include "core/ws/agreement.h"

#include <memory>

struct z_stream_s;

namespace framescope::ws
{

/// Compresses the messages one end sends under permessage-deflate (RFC 7692 §7.2.1).
class Deflater
{
public:
    /// `level`: 0 to 9 as zlib counts, -1 for its default.
    explicit Deflater(DeflateSide side, int level = -1);
    ~Deflater();
    Deflater(Deflater &&) noexcept;
    Deflater &operator=(Deflater &&) noexcept;

    /// Whether zlib can compress with this window; not with 8 bits. With 8 agreed all the same, messages are
    /// compressed without back-references, which every window holds.
    static constexpr bool possible(int windowBits) noexcept { return windowBits >= 9 && windowBits <= 15; }

    /// Appends one whole message's compressed octets to `out`, without the 00 00 FF FF at the end. What is sent must
    /// be sent in this order: with context takeover a message may refer to those before it.
    void compress(ByteView message, QByteArray &out);
    /// The next message refers to none before it. To be called when a compressed message was not sent after all.
    void forget();

private:
    struct End {
        void operator()(z_stream_s *stream) const noexcept;
    };

    std::unique_ptr<z_stream_s, End> m_stream;
    DeflateSide m_side;
};

} // namespace framescope::ws
