#include "tests/support/deflatepeer.h"

#include "core/net/deflatesettings.h"
#include "core/ws/inflater.h"
#include "tests/support/netfixture.h"
#include "tests/support/serverfixture.h"

#include <QStandardPaths>
#include <QTest>

namespace framescope::test
{

namespace
{
using net::State;
using ws::Opcode;

constexpr int messageCount = 1000;
constexpr int timeout = 60'000;

struct Message {
    Opcode opcode = Opcode::Text;
    QByteArray data;

    bool operator==(const Message &) const = default;
};

/// Mostly small, some of 20 kB, a few of 100 kB; text and binary; what repeats and what does not.
std::vector<Message> someMessages()
{
    std::uint32_t state = 7692;
    const auto next = [&state](std::uint32_t below) {
        state = state * 1664525 + 1013904223;
        return static_cast<int>((std::uint64_t(state) * below) >> 32);
    };
    const QByteArray words[] = {"alpha",
                                "beta ",
                                "gr\xC3\xB6\xC3\x9F"
                                "e",
                                "\xE6\xBC\xA2\xE5\xAD\x97",
                                "\xF0\x9F\x99\x82",
                                "{\"key\":",
                                "[1,2,3]"};
    std::vector<Message> messages;
    for (int number = 0; number < messageCount; ++number) {
        const int size = number % 250 == 249 ? 100'000 : number % 40 == 39 ? next(20'000) : next(600);
        Message message;
        message.opcode = number % 3 == 2 ? Opcode::Text : Opcode::Binary;
        if (number % 3 == 1)
            message.data = QByteArray(size, static_cast<char>(number));
        while (message.data.size() < size)
            message.data += number % 3 == 0 ? QByteArray(1, static_cast<char>(next(256))) : words[next(7)];
        messages.push_back(message);
    }
    return messages;
}

QString allFindings(const NetFixture &net)
{
    QStringList all;
    for (std::uint64_t i = 0; i < net.capture->rowCount(); ++i)
        all += net.findings(RowIndex(i));
    return all.join(u' ');
}

/// What the server sent, inflated.
std::vector<Message> received(const NetFixture &net, const ws::Agreement &agreement)
{
    ws::Inflater inflater(agreement.server);
    std::vector<std::uint8_t> slice(65'536);
    capture::CaptureReader reader(*net.capture);
    std::vector<Message> messages;
    for (std::uint64_t i = 0; i < net.capture->rowCount(); ++i) {
        const capture::RowRecord &row = net.capture->row(RowIndex(i));
        if (!row.isFrame() || ws::isControl(row.opcode()) || row.direction() != Direction::In)
            continue;
        const auto payload = reader.payload(RowIndex(i), 0, row.length());
        if (!payload)
            return {};
        Message message{row.opcode(), {}};
        inflater.begin({});
        ByteView input = byteView(*payload);
        const bool rsv1 = (row.first & 0x40) != 0;
        if (!rsv1)
            message.data = *payload;
        else
            for (ByteView part = inflater.inflate(input, slice); !part.empty(); part = inflater.inflate(input, slice))
                message.data += toByteArray(part);
        if (rsv1 && inflater.finish() != ws::Inflater::Fault::None)
            message.data = "fault";
        messages.push_back(std::move(message));
    }
    return messages;
}

/// Whether the independent reader of captures finds this text, which went compressed.
bool tsharkFinds(const QString &file, const QByteArray &text)
{
    QProcess process;
    process.start(QStringLiteral("tshark"), {QStringLiteral("-r"), file, QStringLiteral("-Y"),
                                             QStringLiteral("websocket.rsv==4"), QStringLiteral("-V")});
    return process.waitForFinished(timeout) && process.readAllStandardOutput().contains(text);
}
} // namespace

QStringList DeflatePeer::combinations()
{
    const QList<int> bits = qEnvironmentVariableIsSet("FRAMESCOPE_ALL_COMBINATIONS")
                                ? QList<int>{0, 9, 10, 11, 12, 13, 14, 15}
                                : QList<int>{0, 9, 10, 15};
    return combinations(bits, bits);
}

QStringList DeflatePeer::combinations(const QList<int> &serverBits, const QList<int> &clientBits)
{
    QStringList all;
    for (const bool serverAlone : {false, true}) {
        for (const bool clientAlone : {false, true}) {
            for (const int server : serverBits) {
                for (const int client : clientBits) {
                    QStringList parameters;
                    if (serverAlone)
                        parameters += QStringLiteral("server_no_context_takeover");
                    if (clientAlone)
                        parameters += QStringLiteral("client_no_context_takeover");
                    if (server != 0)
                        parameters += QStringLiteral("server_max_window_bits=%1").arg(server);
                    if (client != 0)
                        parameters += QStringLiteral("client_max_window_bits=%1").arg(client);
                    all += parameters.join(QStringLiteral("; "));
                }
            }
        }
    }
    return all;
}

void DeflatePeer::serves(const QStringList &parameters)
{
    const quint16 port = freePort();
    PeerProcess process;
    const QString problem =
        process.start(m_program, m_script + QStringList{QStringLiteral("serve"), QString::number(port)}, port);
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
    const std::vector<Message> messages = someMessages();
    const QByteArray phrase = "compressed, and read by another program";
    for (const QString &wanted : parameters) {
        NetFixture net;
        net.settings.policy = net::Policy::Strict;
        net.settings.deflate.threshold = 0;
        // What the server may choose by itself is left to it; the rest must be offered.
        net::setDeflateParameters(net.settings.deflate, *http::parseDeflateParameters(wanted));
        net.settings.deflate.clientMaxWindowBits = true;
        QString query = wanted;
        query.replace(QStringLiteral("; "), QStringLiteral("&"));
        const ConnectionId id = net.open(QStringLiteral("ws://127.0.0.1:%1/?%2").arg(port).arg(query));
        QTRY_VERIFY2(net.state(id) == State::Open, qPrintable(wanted + u": "_qs + net.reason(id)));
        const net::Status status = net.session->status(id);
        const QStringList items = wanted.split(QStringLiteral("; "), Qt::SkipEmptyParts);
        for (const QString &item : items)
            QVERIFY2(status.extensions.contains(item), qPrintable(wanted + u": "_qs + status.extensions));
        for (const Message &message : messages)
            net.session->sendMessage(id, message.opcode, message.data);
        net.session->sendMessage(id, Opcode::Text, phrase);
        QTRY_VERIFY2_WITH_TIMEOUT(net.capture->totals(id).framesIn > messageCount, qPrintable(wanted), timeout);
        net.session->close(id);
        QTRY_COMPARE(net.state(id), State::Closed);
        std::vector<Message> echoed = received(net, status.agreement);
        QCOMPARE(echoed.size(), messages.size() + 1);
        echoed.pop_back();
        QVERIFY2(echoed == messages, qPrintable(wanted));
        QCOMPARE(allFindings(net), QString());
        if (wanted == parameters.front() && !QStandardPaths::findExecutable(QStringLiteral("tshark")).isEmpty())
            QVERIFY(tsharkFinds(net.capture->path(), phrase));
    }
}

void DeflatePeer::talks(const QStringList &parameters)
{
    net::ListenerSettings settings;
    settings.echo = true;
    settings.policy = net::Policy::Strict;
    settings.deflate.threshold = 0;
    settings.deflate.clientWindowBits = 15; // so that the answer has what the client offers
    ServerFixture server(settings);
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(m_program,
                  m_script +
                      QStringList{QStringLiteral("talk"), server.listener->url(), QString::number(messageCount)} +
                      parameters);
    QTRY_VERIFY2_WITH_TIMEOUT(process.state() == QProcess::NotRunning, "the client does not end", 5 * timeout);
    const QByteArray output = process.readAll();
    QCOMPARE(output, QByteArray::number(parameters.size()) + " connections\n");
    QCOMPARE(allFindings(server.record), QString());
    QList<QByteArray> heads;
    for (std::uint64_t i = 0; i < server.record.capture->rowCount(); ++i) {
        if (server.record.capture->row(RowIndex(i)).kind() == capture::RowKind::HandshakeResponse)
            heads += server.record.payload(RowIndex(i));
    }
    QCOMPARE(heads.size(), parameters.size());
    for (qsizetype i = 0; i < heads.size(); ++i) {
        const QStringList items = parameters[i].split(QStringLiteral("; "), Qt::SkipEmptyParts);
        for (const QString &item : items)
            QVERIFY2(heads[i].contains(item.toLatin1()), heads[i].constData());
    }
}

} // namespace framescope::test
