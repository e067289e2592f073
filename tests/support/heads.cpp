#include "tests/support/heads.h"

#include <QStringList>

namespace framescope::test
{

QString describe(const http::HeadParser &parser, http::HeadParser::Status status, qsizetype left)
{
    const http::Head &head = parser.head();
    QString text = QStringLiteral("status %1, %2 left, raw %3, start [%4], %5 [%6]\n")
                       .arg(static_cast<int>(status))
                       .arg(left)
                       .arg(head.raw.size())
                       .arg(QString::fromLatin1(head.startLine))
                       .arg(head.status)
                       .arg(QString::fromLatin1(head.reason));
    for (const http::Field &field : head.fields) {
        text += QStringLiteral("%1 @%2+%3 [%4]=[%5]\n")
                    .arg(field.line)
                    .arg(field.offset)
                    .arg(field.size)
                    .arg(QString::fromLatin1(field.name), QString::fromLatin1(field.value));
    }
    return text + describe(parser.findings());
}

QString describe(const std::vector<ws::Finding> &findings)
{
    QStringList all;
    for (const ws::Finding &finding : findings) {
        all.append(QStringLiteral("%1@%2=%3")
                       .arg(static_cast<int>(finding.id))
                       .arg(finding.offset.value())
                       .arg(finding.value));
    }
    return all.join(u' ');
}

http::Head parseHead(http::HeadKind kind, const QByteArray &octets)
{
    http::HeadParser parser(kind);
    ByteView input = byteView(octets);
    parser.feed(input);
    return parser.head();
}

} // namespace framescope::test
