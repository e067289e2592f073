#include "core/net/refusedbody.h"

namespace framescope::net
{

RefusedBody::RefusedBody(const http::Head &response)
    : m_chunked(response.hasToken(QByteArrayView("Transfer-Encoding"), QByteArrayView("chunked")))
{
    bool isNumber = false;
    const qulonglong length = response.value(QByteArrayView("Content-Length")).toULongLong(&isNumber);
    if (isNumber && !m_chunked)
        m_length = length;
    // RFC 9112 §6.3: these answers have no body whatever their fields say.
    if (response.status == 204 || response.status == 304 || (response.status >= 100 && response.status < 200))
        m_length = 0;
}

void RefusedBody::feed(ByteView octets)
{
    m_size += octets.size();
    if (!m_chunked)
        return;
    constexpr std::size_t enough = 7;
    m_tail.append(qbyteView(octets.last(qMin(enough, octets.size()))));
    m_tail = m_tail.last(qMin(m_tail.size(), qsizetype(enough)));
}

bool RefusedBody::complete() const noexcept
{
    if (m_size >= maxSize || (m_length && m_size >= *m_length))
        return true;
    // RFC 9112 §7.1: a chunked body ends with a chunk of size 0 and an empty line (trailers are not waited
    // for).
    return m_chunked && (m_tail == "\r\n0\r\n\r\n" || (m_size == 5 && m_tail == "0\r\n\r\n"));
}

} // namespace framescope::net
