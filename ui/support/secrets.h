#pragma once

#include <QByteArray>
#include <QString>

#include <vector>

namespace framescope::ui
{

/// Octets of a head that are nobody's to read over a shoulder.
struct SecretRange {
    qsizetype from = 0;
    qsizetype count = 0;
};

/// Whether a header field's value is a secret: Authorization, Proxy-Authorization, Cookie, Set-Cookie.
bool isSecretField(QByteArrayView name);
/// Whether a query parameter of this name, percent-encoded or not, holds a secret: token, key, password and the like.
bool isSecretParameter(QByteArrayView name);
/// Secrets of a request or response head, whether or not it is well-formed: values of secret fields, their folded
/// lines, and token-like query values in the first line.
std::vector<SecretRange> secretRanges(QByteArrayView head);
/// The head with every octet of a secret replaced by '*'; its length stays.
QByteArray starSecrets(QByteArrayView head);
/// The head with each secret replaced by "••••••" in UTF-8.
QByteArray dotSecrets(QByteArrayView head);
/// A URL with token-like query values and user info replaced by "••••••".
QString dotUrlSecrets(const QString &url);

} // namespace framescope::ui
