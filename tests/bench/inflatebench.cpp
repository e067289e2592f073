#include "core/http/head.h"
#include "core/ws/deflater.h"
#include "core/ws/framewriter.h"
#include "core/ws/streamanalyzer.h"
#include "tests/bench/contest.h"

#include <zlib.h>

#include <vector>

namespace framescope::bench
{

namespace
{

/// Text as servers send it: objects with the same keys and other numbers.
QByteArray text(qsizetype size, int seed)
{
    QByteArray json;
    for (int i = seed * 1000; json.size() < size; ++i)
        json += "{\"symbol\":\"BTC-EUR\",\"price\":" + QByteArray::number(i * 7919LL % 1'000'003) +
                ",\"volume\":" + QByteArray::number(i * 104'729LL % 9'973) + "},";
    return json.first(size);
}

struct Messages {
    std::vector<QByteArray> compressed; ///< one after the other, with context takeover
    QByteArray frames;
    std::uint64_t inflated = 0;
};

Messages messagesOf(qsizetype size, int count)
{
    Messages all;
    ws::Deflater deflater(ws::DeflateSide{});
    for (int i = 0; i < count; ++i) {
        QByteArray octets;
        deflater.compress(byteView(text(size, i % 50)), octets);
        ws::FrameFields fields;
        fields.rsv = 4;
        ws::writeFrame(fields, byteView(octets), all.frames);
        all.compressed.push_back(octets);
        all.inflated += static_cast<std::uint64_t>(size);
    }
    return all;
}

/// Parsed, inflated and judged as UTF-8.
double oursPerSecond(const Messages &messages)
{
    struct Count final : ws::InflatedSink {
        std::uint64_t octets = 0;
        void inflated(ByteView piece) override { octets += piece.size(); }
    } count;
    const double start = threadCpu();
    ws::StreamAnalyzer analyzer(ws::Role::Server, {true, {}, {}}, StreamOffset(0));
    analyzer.setInflatedSink(&count);
    ByteView input = byteView(messages.frames);
    while (analyzer.step(input) == ws::StreamAnalyzer::Step::Frame) {
    }
    const double took = threadCpu() - start;
    return count.octets == messages.inflated && analyzer.failureCode() == 0 ? double(count.octets) / took * 1000 : -1;
}

/// zlib alone, into one buffer, nothing judged.
double zlibPerSecond(const Messages &messages)
{
    std::vector<Bytef> out(256 * 1024);
    const QByteArray tail = QByteArray::fromHex("0000ffff");
    const double start = threadCpu();
    z_stream stream{};
    inflateInit2(&stream, -15);
    std::uint64_t octets = 0;
    for (const QByteArray &message : messages.compressed) {
        for (const QByteArray *part : {&message, &tail}) {
            stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(part->constData()));
            stream.avail_in = static_cast<uInt>(part->size());
            do {
                stream.next_out = out.data();
                stream.avail_out = static_cast<uInt>(out.size());
                inflate(&stream, Z_SYNC_FLUSH);
                octets += out.size() - stream.avail_out;
            } while (stream.avail_out == 0);
        }
    }
    inflateEnd(&stream);
    const double took = threadCpu() - start;
    return octets == messages.inflated ? double(octets) / took * 1000 : -1;
}

/// A response head that comes octet by octet, up to the size where reading stops.
double headMilliseconds(const QByteArray &head)
{
    const double start = threadCpu();
    http::HeadParser parser(http::HeadKind::Response);
    auto status = http::HeadParser::Status::NeedMore;
    for (const char &octet : head) {
        ByteView input = byteView(QByteArrayView(&octet, 1));
        status = parser.feed(input);
    }
    return status == http::HeadParser::Status::Failed ? (threadCpu() - start) / 1e6 : -1;
}

} // namespace

void benchInflate(Contest &contest)
{
    const int scale = contest.quick() ? 10 : 1;
    const struct {
        const char *name;
        qsizetype size;
        int count;
    } sizes[] = {
        {"200 octets", 200, 200'000 / scale}, {"4 KiB", 4096, 20'000 / scale}, {"64 KiB", 65536, 2000 / scale}};
    for (const auto &[name, size, count] : sizes) {
        const Messages messages = messagesOf(size, count);
        contest.run(QStringLiteral("parse, inflate, validate with context takeover: %1").arg(QString::fromLatin1(name)),
                    QStringLiteral("inflated MB a CPU second"), Better::Higher,
                    {{QStringLiteral("framescope"), [&] { return oursPerSecond(messages); }},
                     {QStringLiteral("zlib alone, judging nothing"), [&] { return zlibPerSecond(messages); }}},
                    contest.quick() ? 3 : 5);
    }
    QByteArray head = "HTTP/1.1 101 Switching Protocols\r\n";
    while (head.size() <= qsizetype(http::HeadParser::maxSize))
        head += "X-Field: " + QByteArray(900, 'x') + "\r\n";
    contest.run(QStringLiteral("a head of 1 MiB, octet by octet"), QStringLiteral("CPU ms"), Better::Lower,
                {{QStringLiteral("framescope"), [&] { return headMilliseconds(head); }}, promise(200)},
                contest.quick() ? 3 : 5);
}

} // namespace framescope::bench
