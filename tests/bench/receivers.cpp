#include "tests/bench/receivers.h"

#include "core/net/session.h"
#include "tests/bench/sender.h"
#include "tests/bench/stopwatch.h"

#include <QEventLoop>
#include <QFile>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTimer>
#include <QUrl>
#include <QWebSocket>

#include <cstdio>

namespace framescope::bench
{

namespace
{
constexpr int timeLimit = 120'000;

/// Octets of anonymous memory this process holds.
double anonymousMemory()
{
    QFile status(QStringLiteral("/proc/self/status"));
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    const QByteArray all = status.readAll();
    const qsizetype at = all.indexOf("RssAnon:");
    return at < 0 ? 0 : all.mid(at + 8, all.indexOf("kB", at) - at - 8).trimmed().toDouble() * 1024;
}

/// What the process has more when the capture is full of rows than when it was empty.
double anonymousGrowth = 0;
} // namespace

double recordedPerFrame(const FrameStream &stream)
{
    QTemporaryDir folder;
    SystemClock clock;
    auto capture = capture::Capture::create(folder.filePath(QStringLiteral("bench.pcapng")));
    if (!capture)
        return -1;
    const double memory = anonymousMemory();
    const double start = processCpu();
    Sender sender(stream);
    capture::ConnectionTotals totals;
    std::uint16_t closeCode = 0;
    {
        net::Session session(**capture, net::Session::Threading::CallersThread, clock);
        net::ConnectionSettings settings;
        settings.url = sender.url();
        QEventLoop loop;
        const ConnectionId id = session.open(settings);
        QObject::connect(&session, &net::Session::changed, &loop, [&] {
            if (!session.isLive(id))
                loop.quit();
        });
        QTimer::singleShot(timeLimit, &loop, &QEventLoop::quit);
        loop.exec();
        totals = (*capture)->totals(id);
        closeCode = session.status(id).closeCode;
    }
    const double senderCpu = sender.end();
    const double took = processCpu() - start - senderCpu;
    anonymousGrowth = anonymousMemory() - memory;
    if (totals.framesIn != stream.frames + 1 || totals.findings != 0 || closeCode != 1000 ||
        (*capture)->fileSize() < stream.frames * std::uint64_t(stream.payload))
        return -1;
    return took / double(stream.frames);
}

double qtPerFrame(const FrameStream &stream, bool keep)
{
    const double start = processCpu();
    Sender sender(stream);
    std::uint64_t frames = 0, payload = 0;
    std::vector<QString> texts;
    std::vector<QByteArray> binaries;
    {
        QWebSocket socket;
        QEventLoop loop;
        QObject::connect(&socket, &QWebSocket::textMessageReceived, &loop, [&](const QString &message) {
            ++frames;
            payload += std::uint64_t(message.size());
            if (keep)
                texts.push_back(message);
        });
        QObject::connect(&socket, &QWebSocket::binaryMessageReceived, &loop, [&](const QByteArray &message) {
            ++frames;
            payload += std::uint64_t(message.size());
            if (keep)
                binaries.push_back(message);
        });
        QObject::connect(&socket, &QWebSocket::disconnected, &loop, &QEventLoop::quit);
        QTimer::singleShot(timeLimit, &loop, &QEventLoop::quit);
        socket.open(QUrl(sender.url()));
        loop.exec();
    }
    const double senderCpu = sender.end();
    const double took = processCpu() - start - senderCpu;
    if (frames != stream.frames || payload != stream.frames * std::uint64_t(stream.payload))
        return -1;
    return took / double(stream.frames);
}

double socketPerFrame(const FrameStream &stream)
{
    const double start = processCpu();
    Sender sender(stream);
    std::uint64_t octets = 0;
    {
        QTcpSocket socket;
        socket.setReadBufferSize(1024 * 1024);
        std::vector<char> buffer(256 * 1024);
        bool upgraded = false;
        QByteArray head;
        QEventLoop loop;
        QObject::connect(&socket, &QTcpSocket::connected, &socket, [&] { socket.write(upgradeRequest()); });
        QObject::connect(&socket, &QTcpSocket::readyRead, &loop, [&] {
            if (!upgraded) {
                head += socket.read(1);
                while (!head.endsWith("\r\n\r\n") && socket.bytesAvailable() > 0)
                    head += socket.read(1);
                upgraded = head.endsWith("\r\n\r\n");
            }
            while (upgraded) {
                const qint64 count = socket.read(buffer.data(), qint64(buffer.size()));
                if (count <= 0)
                    break;
                octets += std::uint64_t(count);
            }
            if (octets == stream.frames * std::uint64_t(stream.frame().size()) + 4)
                loop.quit();
        });
        QTimer::singleShot(timeLimit, &loop, &QEventLoop::quit);
        socket.connectToHost(QStringLiteral("127.0.0.1"), sender.port());
        loop.exec();
    }
    const double senderCpu = sender.end();
    const double took = processCpu() - start - senderCpu;
    return octets == stream.frames * std::uint64_t(stream.frame().size()) + 4 ? took / double(stream.frames) : -1;
}

int runReceiver(const QStringList &arguments)
{
    const FrameStream stream{"", false, false, arguments.value(2).toInt(), arguments.value(1).toULongLong()};
    const bool recorded = arguments.value(0) == QLatin1String("recorded");
    const double figure = recorded ? recordedPerFrame(stream) : qtPerFrame(stream, true);
    std::printf("anonymous: %.3f\n", anonymousGrowth / double(stream.frames));
    return figure > 0 ? 0 : 1;
}

} // namespace framescope::bench
