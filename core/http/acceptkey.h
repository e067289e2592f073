#pragma once

#include <QByteArray>
#include <QByteArrayView>

namespace framescope::http
{

/// A fresh Sec-WebSocket-Key: 16 octets from the system's cryptographic source, in Base64 (RFC 6455 §4.1).
QByteArray makeKey();

/// The steps from key to accept, for showing (RFC 6455 §4.2.2 step 5.4).
struct AcceptSteps {
    QByteArray key;          ///< as sent, surrounding space removed
    QByteArray concatenated; ///< key + 258EAFA5-E914-47DA-95CA-C5AB0DC85B11
    QByteArray sha1;         ///< 20 octets
    QByteArray accept;       ///< Base64 of sha1
};
AcceptSteps acceptSteps(QByteArrayView key);
QByteArray acceptFor(QByteArrayView key);

} // namespace framescope::http
