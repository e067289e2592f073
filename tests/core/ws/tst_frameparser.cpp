#include "core/ws/frameparser.h"

#include <QTest>

#include <vector>

using namespace framescope;
using namespace framescope::ws;

namespace
{
/// Headers of all sizes, with and without payload, the last with the top bit of its length set.
QByteArray sample()
{
    return QByteArray::fromHex("8100"
                               "8103616263"
                               "818401020304aabbccdd"
                               "827e0002eeff"
                               "82fe00010506070811"
                               "827f00000000000000022233"
                               "82ff0000000000000003090a0b0c445566"
                               "8900"
                               "82ff8000000000000000f1f2f3f4"
                               "aaaa");
}

QByteArrayList parse(const QByteArray &stream, const std::vector<qsizetype> &cuts, std::uint64_t start)
{
    QByteArrayList lines;
    FrameParser parser{StreamOffset(start)};
    QByteArray payload;
    bool open = false;
    qsizetype from = 0;
    for (std::size_t i = 0; i <= cuts.size(); ++i) {
        const qsizetype to = i < cuts.size() ? cuts[i] : stream.size();
        const QByteArray piece(stream.constData() + from, to - from);
        from = to;
        ByteView input = byteView(piece);
        for (;;) {
            if (!open) {
                const auto status = parser.readHeader(input);
                if (status == FrameParser::Status::NeedMore)
                    break;
                if (status == FrameParser::Status::Lost) {
                    if (lines.isEmpty() || !lines.last().startsWith("lost"))
                        lines << "lost " + QByteArray::number(parser.frameOffset().value()) + " " +
                                     QByteArray::number(parser.header().declared) + " " +
                                     QByteArray::number(parser.position().value());
                    break;
                }
                open = true;
                payload.clear();
            }
            payload += toByteArray(parser.takePayload(input));
            if (parser.payloadRemaining() != 0)
                break;
            open = false;
            const FrameHeader &h = parser.header();
            lines << QByteArray::number(parser.frameOffset().value()) + " " + QByteArray::number(h.first, 16) + " " +
                         QByteArray::number(h.second, 16) + " " + toByteArray({h.key.data(), h.key.size()}).toHex() +
                         " " + payload.toHex() + " " + QByteArray::number(parser.position().value());
        }
    }
    return lines;
}
} // namespace

class TestFrameParser : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void splits()
    {
        const QByteArray stream = sample();
        const QByteArrayList whole = parse(stream, {}, 0);
        const QByteArrayList expected{
            "0 81 0 00000000  2",          "2 81 3 00000000 616263 7", "7 81 84 01020304 aabbccdd 17",
            "17 82 7e 00000000 eeff 23",   "23 82 fe 05060708 11 32",  "32 82 7f 00000000 2233 44",
            "44 82 ff 090a0b0c 445566 61", "61 89 0 00000000  63",     "lost 63 9223372036854775808 77"};
        QCOMPARE(whole, expected);
        std::vector<qsizetype> each;
        for (qsizetype i = 0; i <= stream.size(); ++i) {
            each.push_back(i);
            for (qsizetype j = i; j <= stream.size(); ++j)
                QCOMPARE(parse(stream, {i, j}, 0), whole);
        }
        QCOMPARE(parse(stream, each, 0), whole);
    }
    void startOffset()
    {
        const std::uint64_t start = 5'000'000'000;
        QCOMPARE(parse(QByteArray::fromHex("810161"), {1}, start),
                 QByteArrayList{"5000000000 81 1 00000000 61 5000000003"});
    }
    void partialHeader()
    {
        const QByteArray header = QByteArray::fromHex("82ff0000000000000003090a0b0c");
        for (qsizetype size = 0; size < header.size(); ++size) {
            FrameParser parser;
            ByteView input = byteView(QByteArrayView(header).first(size));
            QCOMPARE(parser.readHeader(input), FrameParser::Status::NeedMore);
            QVERIFY(input.empty());
            QCOMPARE(toByteArray(parser.partialHeader()), header.first(size));
            QCOMPARE(parser.position(), StreamOffset(std::uint64_t(size)));
            input = byteView(QByteArrayView(header).sliced(size));
            QCOMPARE(parser.readHeader(input), FrameParser::Status::Header);
            QVERIFY(parser.partialHeader().empty());
            QCOMPARE(parser.payloadRemaining(), std::uint64_t(3));
        }
    }
    void lostTakesNothing()
    {
        FrameParser parser;
        const QByteArray stream = QByteArray::fromHex("817f8000000000000000810161");
        ByteView input = byteView(stream);
        QCOMPARE(parser.readHeader(input), FrameParser::Status::Lost);
        QCOMPARE(input.size(), std::size_t(3));
        QCOMPARE(parser.readHeader(input), FrameParser::Status::Lost);
        QCOMPARE(input.size(), std::size_t(3));
        QCOMPARE(parser.payloadRemaining(), std::uint64_t(0));
    }
    void payloadIsAView()
    {
        FrameParser parser;
        const QByteArray stream = QByteArray::fromHex("8103616263");
        ByteView input = byteView(stream);
        QCOMPARE(parser.readHeader(input), FrameParser::Status::Header);
        QVERIFY(parser.takePayload(input).data() == byteView(stream).data() + 2);
        QVERIFY(parser.takePayload(input).empty());
    }
};

QTEST_GUILESS_MAIN(TestFrameParser)
#include "tst_frameparser.moc"
