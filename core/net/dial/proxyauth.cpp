#include "core/net/dial/proxyauth.h"

#include "core/base/bytes.h"
#include "core/base/platform.h"
#include "core/http/token.h"

#include <QCryptographicHash>

#include <algorithm>
#include <array>

namespace framescope::net
{
namespace
{
using http::Challenge;

bool isScheme(const Challenge &challenge, QByteArrayView name)
{
    return http::equalIgnoringCase(challenge.scheme, name);
}

QByteArray quotedString(const QByteArray &text)
{
    QByteArray quoted = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            quoted += '\\';
        quoted += c;
    }
    return quoted + '"';
}

struct Algorithm {
    QByteArrayView name; ///< as in the challenge, in lower case
    QCryptographicHash::Algorithm hash;
    bool session;
};
// The strongest first.
constexpr std::array<Algorithm, 4> algorithms{{{"sha-256", QCryptographicHash::Sha256, false},
                                               {"sha-256-sess", QCryptographicHash::Sha256, true},
                                               {"md5", QCryptographicHash::Md5, false},
                                               {"md5-sess", QCryptographicHash::Md5, true}}};

const Algorithm *algorithmOf(const Challenge &challenge)
{
    // RFC 7616 §3.3: MD5 where none is named.
    QByteArray name = challenge.parameter("algorithm").toLower();
    if (name.isEmpty())
        name = "md5";
    const auto it = std::find_if(algorithms.begin(), algorithms.end(),
                                 [&name](const Algorithm &each) { return each.name == name; });
    return it == algorithms.end() ? nullptr : &*it;
}

bool offersAuth(const QByteArray &qop)
{
    const QList<QByteArray> values = qop.toLower().split(',');
    return std::any_of(values.begin(), values.end(), [](const QByteArray &value) { return value.trimmed() == "auth"; });
}

/// RFC 7616 §3.4
QByteArray digestAnswer(const Challenge &challenge, const Algorithm &algorithm, const Credentials &credentials,
                        QByteArrayView method, QByteArrayView target, QByteArrayView clientNonce)
{
    const auto hash = [&algorithm](const QByteArray &text) {
        return QCryptographicHash::hash(text, algorithm.hash).toHex();
    };
    const QByteArray realm = challenge.parameter("realm");
    const QByteArray nonce = challenge.parameter("nonce");
    const QByteArray user = credentials.user.toUtf8();
    const QByteArray count = "00000001"; // each nonce of the server's is used once
    // §3.4.2
    QByteArray a1 = user + ':' + realm + ':' + credentials.password.toUtf8();
    if (algorithm.session)
        a1 = hash(a1) + ':' + nonce + ':' + clientNonce.toByteArray();
    // §3.4.3
    const QByteArray a2 = method.toByteArray() + ':' + target.toByteArray();
    // §3.4.1; without qop it is the form of RFC 2069, which old servers ask for.
    const QByteArray qop = challenge.parameter("qop");
    const QByteArray middle = qop.isEmpty() ? nonce : nonce + ':' + count + ':' + clientNonce.toByteArray() + ":auth";
    const QByteArray response = hash(hash(a1) + ':' + middle + ':' + hash(a2));

    QByteArray value = "Digest ";
    const bool ascii = std::all_of(user.begin(), user.end(), [](char c) { return c >= 0x20 && c < 0x7F; });
    // §3.4: a name outside ASCII goes in the extended notation, or as its hash when the server wants that.
    if (challenge.parameter("userhash").toLower() == "true")
        value += "username=" + quotedString(hash(user + ':' + realm)) + ", userhash=true";
    else if (ascii)
        value += "username=" + quotedString(user);
    else
        value += "username*=UTF-8''" + user.toPercentEncoding();
    value += ", realm=" + quotedString(realm) + ", nonce=" + quotedString(nonce) +
             ", uri=" + quotedString(target.toByteArray()) + ", response=\"" + response + '"';
    if (const QByteArray named = challenge.parameter("algorithm"); !named.isEmpty())
        value += ", algorithm=" + named;
    if (!qop.isEmpty())
        value += ", qop=auth, nc=" + count + ", cnonce=" + quotedString(clientNonce.toByteArray());
    else if (algorithm.session)
        value += ", cnonce=" + quotedString(clientNonce.toByteArray());
    if (const QByteArray opaque = challenge.parameter("opaque"); !opaque.isNull())
        value += ", opaque=" + quotedString(opaque);
    return value;
}
} // namespace

std::optional<QByteArray> answerChallenge(const std::vector<Challenge> &challenges, const Credentials &credentials,
                                          QByteArrayView method, QByteArrayView target, QByteArrayView clientNonce)
{
    for (const Algorithm &algorithm : algorithms) {
        for (const Challenge &challenge : challenges) {
            const QByteArray qop = challenge.parameter("qop");
            if (isScheme(challenge, "Digest") && algorithmOf(challenge) == &algorithm &&
                !challenge.parameter("nonce").isEmpty() && (qop.isEmpty() || offersAuth(qop)))
                return digestAnswer(challenge, algorithm, credentials, method, target, clientNonce);
        }
    }
    // RFC 7617 §2: a colon would end the user name.
    const bool basic = std::any_of(challenges.begin(), challenges.end(),
                                   [](const Challenge &challenge) { return isScheme(challenge, "Basic"); });
    if (!basic || credentials.user.contains(u':'))
        return std::nullopt;
    return http::basicCredentials(credentials.user, credentials.password);
}

bool isStale(const std::vector<Challenge> &challenges)
{
    return std::any_of(challenges.begin(), challenges.end(), [](const Challenge &challenge) {
        return isScheme(challenge, "Digest") && challenge.parameter("stale").toLower() == "true";
    });
}

QByteArray makeClientNonce()
{
    std::array<std::uint8_t, 16> random{};
    platform::fillRandom(random);
    return toByteArray(random).toHex();
}

} // namespace framescope::net
