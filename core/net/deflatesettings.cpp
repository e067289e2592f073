#include "core/net/deflatesettings.h"

#include <algorithm>

namespace framescope::net
{
namespace
{
constexpr int smallestWindow = 9;

std::optional<int> possibleBits(std::optional<int> bits)
{
    return bits ? std::optional<int>(std::max(*bits, smallestWindow)) : std::nullopt;
}
} // namespace

http::DeflateParameters deflateParameters(const DeflateSettings &settings, ws::Role ourRole)
{
    http::DeflateParameters parameters;
    parameters.serverNoContextTakeover = settings.serverNoContextTakeover;
    parameters.clientNoContextTakeover = settings.clientNoContextTakeover;
    parameters.serverMaxWindowBits = settings.serverMaxWindowBits;
    parameters.clientMaxWindowBits = settings.clientMaxWindowBits;
    parameters.clientWindowBits = settings.clientWindowBits;
    if (ourRole == ws::Role::Client)
        parameters.clientWindowBits = possibleBits(parameters.clientWindowBits);
    else
        parameters.serverMaxWindowBits = possibleBits(parameters.serverMaxWindowBits);
    return parameters;
}

void setDeflateParameters(DeflateSettings &settings, const http::DeflateParameters &parameters)
{
    settings.serverNoContextTakeover = parameters.serverNoContextTakeover;
    settings.clientNoContextTakeover = parameters.clientNoContextTakeover;
    settings.serverMaxWindowBits = parameters.serverMaxWindowBits;
    settings.clientMaxWindowBits = parameters.clientMaxWindowBits;
    settings.clientWindowBits = parameters.clientWindowBits;
}

ws::DeflateSide clientSide(const ws::Agreement &agreement, const std::vector<http::DeflateOffer> &offers)
{
    ws::DeflateSide side = agreement.client;
    for (const http::DeflateOffer &offer : offers) {
        side.contextTakeover = side.contextTakeover && !offer.parameters.clientNoContextTakeover;
        if (offer.parameters.clientWindowBits)
            side.windowBits = std::min(side.windowBits, static_cast<std::uint8_t>(*offer.parameters.clientWindowBits));
    }
    return side;
}

} // namespace framescope::net
