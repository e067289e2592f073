#pragma once

#include "core/http/deflate.h"
#include "core/net/settings.h"

#include <vector>

namespace framescope::net
{

/// What a client offers, or a listener wants of an answer. zlib has no raw window of 8 bits for sending, so our own
/// end says 9 instead.
http::DeflateParameters deflateParameters(const DeflateSettings &settings, ws::Role ourRole);
/// Takes parameters into the settings, the other way round.
void setDeflateParameters(DeflateSettings &settings, const http::DeflateParameters &parameters);
/// How our client compresses under an agreement: what it promised in its offers counts even where the answer does not
/// repeat it (RFC 7692 §7.1.1.2, §7.1.2.2). `offers` are those that were sent, by whomever they were written; with
/// several all promises are kept, because no answer says which offer it takes.
ws::DeflateSide clientSide(const ws::Agreement &agreement, const std::vector<http::DeflateOffer> &offers);

} // namespace framescope::net
