#pragma once

#include "core/base/bytes.h"

#include <QString>

#include <algorithm>
#include <cstdint>

namespace framescope::filter
{

/// Octets as the characters that a pattern looks at: as UTF-8, or, where they are none, one character for each octet, so
/// that a pattern can name them. A byte order mark is none of them: what a pattern calls the beginning is behind it.
struct Characters {
    QString text;
    bool utf8 = true;
    std::uint64_t mark = 0; ///< octets of the byte order mark before the first character

    explicit Characters(const QByteArray &octets) : utf8(QByteArrayView(octets).isValidUtf8())
    {
        text = utf8 ? QString::fromUtf8(octets) : QString::fromLatin1(octets);
        mark = utf8 && octets.startsWith("\xEF\xBB\xBF") ? 3 : 0; // QString leaves it out
    }
    /// The character, in UTF-16 units, that this octet of them begins, or one behind the last.
    qsizetype at(ByteView octets, std::uint64_t octet) const
    {
        if (!utf8)
            return static_cast<qsizetype>(std::min<std::uint64_t>(octet, octets.size()));
        qsizetype units = 0;
        for (std::uint64_t i = mark; i < std::min<std::uint64_t>(octet, octets.size()); ++i) {
            const std::uint8_t each = octets[static_cast<std::size_t>(i)];
            units += each >= 0xF0 ? 2 : (each & 0xC0) != 0x80 ? 1 : 0;
        }
        return units;
    }
    /// Octets of characters [begin, end).
    std::uint64_t octets(qsizetype begin, qsizetype end) const
    {
        const QStringView part = QStringView(text).sliced(begin, end - begin);
        return static_cast<std::uint64_t>(utf8 ? part.toUtf8().size() : part.size());
    }
};

} // namespace framescope::filter
