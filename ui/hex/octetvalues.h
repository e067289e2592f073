#pragma once

#include "core/base/bytes.h"

#include <QString>

#include <vector>

namespace framescope::ui
{

/// What octets say when they are read as one type.
struct OctetValue {
    QString type;
    QString little; ///< the first octet is the least; empty when there are too few octets
    QString big;    ///< ... the most; the same text where the order does not matter
    int octets = 0; ///< that were read
};

/// The octets from a place on as integers, floating point numbers (IEEE 754), Unix times (UTC), bits and as the UTF-8
/// character that begins there; always the same types in the same order. Eight octets are looked at.
std::vector<OctetValue> octetValues(ByteView octets);

} // namespace framescope::ui
