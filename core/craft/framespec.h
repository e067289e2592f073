#pragma once

#include "core/base/result.h"
#include "core/ws/agreement.h"
#include "core/ws/finding.h"
#include "core/ws/framewriter.h"
#include "core/ws/role.h"

#include <QByteArray>
#include <QString>

#include <vector>

namespace framescope::craft
{

enum class MaskChoice : std::uint8_t { Random, None, Fixed };
enum class LengthChoice : std::uint8_t { Auto, Bits7, Bits16, Bits64, Wrong };

/// A frame as a person describes it, legal or not.
struct FrameSpec {
    ws::Opcode opcode = ws::Opcode::Text;
    bool fin = true;
    std::uint8_t rsv = 0;
    MaskChoice mask = MaskChoice::Random;
    ws::MaskKey fixedKey{};
    LengthChoice length = LengthChoice::Auto;
    std::uint64_t wrongLength = 0; ///< declared instead of the true one; its form is the shortest for it
    bool compress = false;         ///< the payload goes out deflated by itself, and RSV1 is set (RFC 7692 §7.2.1)
    QByteArray payload;
};

/// "opcode=9,fin=1,rsv=0,mask=random|none|7a1c09f2,len=auto|7|16|64|=200,compress=0,text=...|hex=...|base64=...|
/// file=..." where text and file come last and take the rest. Opcode: 0-15, 0x0-0xf or a name. Errors: say which part, at which
/// column (from 1), and what is allowed. Parts that are absent keep FrameSpec's defaults. `file` is read at once; a
/// file over 256 MiB is refused.
Result<FrameSpec> parseFrameSpec(const QString &spec);
/// The shortest SPEC that parses to the same frame (payload as text where it is plain UTF-8 text, else hex).
QString toText(const FrameSpec &spec);

/// How a frame that is to be compressed is deflated, always without context.
struct Deflating {
    std::uint8_t windowBits = 9; ///< every window that zlib can make holds 9 bits
    int level = -1;              ///< 1 to 9, -1: zlib's default

    bool operator==(const Deflating &) const = default;
};

/// The payload as it goes out before masking: deflated when the frame is to be compressed. Without context, so it can
/// be read after any message; fragments cannot be compressed one by one.
QByteArray wirePayload(const FrameSpec &spec, const Deflating &how = {});
/// The header fields, with `random` standing for the key when the mask is random.
ws::FrameFields fieldsOf(const FrameSpec &spec, const ws::MaskKey &random);
/// The wire octets, with a fresh random key when the mask is random.
QByteArray toWire(const FrameSpec &spec);
/// What a receiver will say of this frame when `sender` sends it outside of any open message; findings' offsets count
/// from the frame's first octet. A continuation, being an orphan there, is judged as inside a binary message. With a
/// wrong length: frame.truncated when it is too large; octets beyond a length too small are not judged. `agreement` is
/// what the connection agreed on, see net::Status.
std::vector<ws::Finding> judge(const FrameSpec &spec, ws::Role sender, const ws::Agreement &agreement = {},
                               const Deflating &how = {});

} // namespace framescope::craft
