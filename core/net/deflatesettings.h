#pragma once

#include "core/http/deflate.h"
#include "core/net/settings.h"

namespace framescope::net
{

/// What a client offers, or a listener wants of an answer. zlib has no raw window of 8 bits for sending, so our own
/// end says 9 instead.
http::DeflateParameters deflateParameters(const DeflateSettings &settings, ws::Role ourRole);
/// Takes parameters into the settings, the other way round.
void setDeflateParameters(DeflateSettings &settings, const http::DeflateParameters &parameters);
/// How our client compresses under an agreement: what it promised in its offer counts even where the answer does not
/// repeat it (RFC 7692 §7.1.1.2, §7.1.2.2).
ws::DeflateSide clientSide(const ws::Agreement &agreement, const DeflateSettings &settings);

} // namespace framescope::net
