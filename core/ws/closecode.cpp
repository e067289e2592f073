#include "core/ws/closecode.h"

namespace framescope::ws
{

std::uint16_t closeCodeOf(ByteView payload) noexcept
{
    return payload.size() < 2 ? closecode::noStatus : static_cast<std::uint16_t>((payload[0] << 8) | payload[1]);
}

bool maySendCloseCode(std::uint16_t code) noexcept
{
    // RFC 6455 §7.4.1: 1004 is reserved; 1005, 1006 and 1015 "MUST NOT be set as a status code in a Close control
    // frame". 1012 to 1014 were registered with IANA later.
    if (code >= 1000 && code <= 1014)
        return code < 1004 || code > 1006;
    // RFC 6455 §7.4.2: 0-999 are not used, 1000-2999 belong to the protocol, 3000-4999 to applications.
    return code >= 3000 && code <= 4999;
}

std::string_view closeCodeName(std::uint16_t code) noexcept
{
    switch (code) {
    case 1000:
        return "normal closure";
    case 1001:
        return "going away";
    case 1002:
        return "protocol error";
    case 1003:
        return "unsupported data";
    case 1004:
        return "reserved";
    case 1005:
        return "no status received";
    case 1006:
        return "abnormal closure";
    case 1007:
        return "invalid payload data";
    case 1008:
        return "policy violation";
    case 1009:
        return "message too big";
    case 1010:
        return "mandatory extension";
    case 1011:
        return "internal error";
    case 1012:
        return "service restart";
    case 1013:
        return "try again later";
    case 1014:
        return "bad gateway";
    case 1015:
        return "TLS handshake failed";
    default:
        break;
    }
    if (code < 1000)
        return "not used";
    if (code < 3000)
        return "reserved for the protocol";
    if (code < 4000)
        return "registered for libraries and applications";
    if (code < 5000)
        return "private use";
    return "out of range";
}

} // namespace framescope::ws
