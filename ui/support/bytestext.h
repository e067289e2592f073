#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

namespace framescope::ui
{

/// Octets read from text that people typed, or where it goes wrong.
struct TypedBytes {
    QByteArray bytes;
    QString problem;         ///< empty when the text is right; else a sentence with line and column
    qsizetype position = -1; ///< of the first wrong character in the text
    qsizetype size = 0;      ///< how many characters are wrong there

    bool ok() const { return problem.isEmpty(); }
};

/// Pairs of hex digits; white space between pairs and "# …" to the end of a line do not count.
TypedBytes parseHex(QStringView text);
/// Base64 (RFC 4648 §4) or its URL-safe alphabet (§5); white space does not count, padding may be left off.
TypedBytes parseBase64(QStringView text);

/// Pairs of hex digits with spaces, 32 octets a line.
QString hexText(QByteArrayView bytes);
/// Base64 in lines of 76.
QString base64Text(QByteArrayView bytes);

} // namespace framescope::ui
