#pragma once

#include "core/http/challenge.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include <optional>
#include <vector>

namespace framescope::net
{

/// What a credentials field is made of.
struct Credentials {
    QString user, password;
};

/// The value of an Authorization or Proxy-Authorization field for the strongest of these challenges that can be
/// answered: Digest with SHA-256, then with MD5 (RFC 7616), then Basic (RFC 7617). Nothing when there is none.
/// `clientNonce` is fresh for each answer.
std::optional<QByteArray> answerChallenge(const std::vector<http::Challenge> &challenges,
                                          const Credentials &credentials, QByteArrayView method, QByteArrayView target,
                                          QByteArrayView clientNonce);

/// Whether a Digest challenge says that the credentials were right and only the nonce was old (RFC 7616 §3.3).
bool isStale(const std::vector<http::Challenge> &challenges);

/// 16 random octets in hex.
QByteArray makeClientNonce();

} // namespace framescope::net
