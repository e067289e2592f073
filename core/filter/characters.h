#pragma once

#include <QByteArray>
#include <QString>

#include <cstdint>

namespace framescope::filter
{

/// Octets as the characters that a pattern looks at: as UTF-8, or, where they are none, one character for each octet, so
/// that a pattern can name them.
struct Characters {
    QString text;
    bool utf8 = true;

    explicit Characters(const QByteArray &octets) : text(QString::fromUtf8(octets))
    {
        utf8 = !text.contains(QChar::ReplacementCharacter);
        if (!utf8)
            text = QString::fromLatin1(octets);
    }
    /// Octets of characters [begin, end).
    std::uint64_t octets(qsizetype begin, qsizetype end) const
    {
        const QStringView part = QStringView(text).sliced(begin, end - begin);
        return static_cast<std::uint64_t>(utf8 ? part.toUtf8().size() : part.size());
    }
};

} // namespace framescope::filter
