#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QList>
#include <QPair>
#include <QString>

#include <vector>

namespace framescope::http
{

/// One way a server or a proxy offers to be asked again with credentials (RFC 9110 §11.3).
struct Challenge {
    QByteArray scheme;                               ///< "Basic", as it was written
    QByteArray token68;                              ///< what schemes such as Negotiate send instead of parameters
    QList<QPair<QByteArray, QByteArray>> parameters; ///< in order, quoting removed

    /// Value of the first parameter of this name (case-insensitive), or a null array.
    QByteArray parameter(QByteArrayView name) const;
};

/// Reads one value of WWW-Authenticate or Proxy-Authenticate, which may hold several challenges (RFC 9110 §11.6.1).
/// Tolerant: what is no challenge is skipped up to the next comma. At most 64 challenges and 256 parameters are kept.
std::vector<Challenge> parseChallenges(QByteArrayView value);

/// The schemes that these field values offer, each once, in order: "Basic", "Digest".
QList<QByteArray> challengeSchemes(const QList<QByteArray> &values);

/// The credentials of RFC 7617: "Basic " and user ":" secret in UTF-8 and Base64. A user name with a colon cannot be
/// sent (§2): the server would split it there.
QByteArray basicCredentials(const QString &user, const QString &secret);
/// The credentials of RFC 6750 §2.1: "Bearer " and the token.
QByteArray bearerCredentials(const QString &token);

} // namespace framescope::http
