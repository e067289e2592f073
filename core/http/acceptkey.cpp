#include "core/http/acceptkey.h"

#include "core/base/bytes.h"
#include "core/base/platform.h"
#include "core/http/token.h"

#include <QCryptographicHash>

#include <array>

namespace framescope::http
{

QByteArray makeKey()
{
    std::array<std::uint8_t, 16> random{};
    platform::fillRandom(random);
    return toByteArray(random).toBase64();
}

AcceptSteps acceptSteps(QByteArrayView key)
{
    AcceptSteps steps;
    // RFC 6455 §4.2.2 step 5.4: the key as a string, not decoded, without surrounding space.
    steps.key = trimOws(key).toByteArray();
    steps.concatenated = steps.key + QByteArrayLiteral("258EAFA5-E914-47DA-95CA-C5AB0DC85B11");
    steps.sha1 = QCryptographicHash::hash(steps.concatenated, QCryptographicHash::Sha1);
    steps.accept = steps.sha1.toBase64();
    return steps;
}

QByteArray acceptFor(QByteArrayView key) { return acceptSteps(key).accept; }

} // namespace framescope::http
