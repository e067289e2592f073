#include "core/io/rowjson.h"

#include "core/capture/rownotes.h"
#include "core/ws/findings.h"
#include "tests/core/capture/deflating.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>

using namespace framescope;
using namespace framescope::test;
using capture::EventKind;
using ws::Opcode;

class TestRowJson : public QObject
{
    Q_OBJECT
    QTemporaryDir m_dir;
    int m_files = 0;

    QString newPath() { return m_dir.filePath(QStringLiteral("%1.pcapng").arg(++m_files)); }
    /// The row's line, its time replaced by T.
    static QByteArray line(const capture::Capture &capture, std::uint64_t row)
    {
        capture::CaptureReader reader(capture);
        const QByteArray json = io::rowJson(capture, reader, RowIndex(row));
        const QByteArray time = "\"t\":\"" + toRfc3339(capture.row(RowIndex(row)).time).toLatin1() + '"';
        return QByteArray(json).replace(time, "T");
    }
    static QJsonObject object(const capture::Capture &capture, std::uint64_t row)
    {
        capture::CaptureReader reader(capture);
        QJsonParseError error;
        const QJsonDocument document = QJsonDocument::fromJson(io::rowJson(capture, reader, RowIndex(row)), &error);
        return error.error == QJsonParseError::NoError ? document.object() : QJsonObject();
    }

private Q_SLOTS:
    void handshake()
    {
        Recording r(newPath());
        r.upgraded();
        QCOMPARE(r.capture->rowCount(), 2u);
        QCOMPARE(line(*r.capture, 0), QByteArray("{\"n\":1,T,\"conn\":1,\"dir\":\"out\",\"kind\":\"handshake-request\","
                                                 "\"payload\":\"") +
                                          requestHead().toBase64() + "\",\"findings\":[]}");
        QCOMPARE(line(*r.capture, 1), QByteArray("{\"n\":2,T,\"conn\":1,\"dir\":\"in\",\"kind\":\"handshake-response\","
                                                 "\"status\":101,\"payload\":\"") +
                                          responseHead().toBase64() + "\",\"findings\":[]}");
    }
    void timeHasNanoseconds()
    {
        Recording r(newPath());
        r.upgraded();
        const QString time = object(*r.capture, 0).value(u"t"_qs).toString();
        QCOMPARE(time, toRfc3339(r.capture->row(RowIndex(0)).time));
        QCOMPARE(time.size(), 30);
    }

    void droppedWithItsFile()
    {
        Recording r(newPath());
        const ConnectionId id = r.upgraded();
        capture::RollLimits limits;
        limits.maxFrames = 1;
        limits.keepParts = 1;
        r.capture->setRolling(limits);
        r.out(id, frame(Opcode::Text, "gone", true));
        r.out(id, frame(Opcode::Text, "kept", true));
        const QJsonObject gone = object(*r.capture, 2);
        QCOMPARE(gone.value(u"masked"_qs).toBool(), true);
        QVERIFY2(!gone.contains(u"key"_qs), qPrintable(gone.value(u"key"_qs).toString()));
        QVERIFY(gone.value(u"error"_qs).toString().contains(u"was dropped"));
        r.out(id, frame(Opcode::Text, "", true));
        // Without payload the key is the only thing that is gone.
        QCOMPARE(object(*r.capture, r.capture->rowCount() - 2).value(u"key"_qs).toString(), QString());
        QVERIFY(object(*r.capture, r.capture->rowCount() - 2).contains(u"error"_qs));
    }

    void frames_data()
    {
        QTest::addColumn<QByteArray>("octets");
        QTest::addColumn<bool>("in");
        QTest::addColumn<QByteArray>("json"); // after "kind"
        QTest::newRow("RFC 6455 5.7 unmasked Hello")
            << QByteArray::fromHex("810548656c6c6f") << true
            << QByteArray("\"fin\":true,\"rsv\":0,\"opcode\":1,\"masked\":false,\"form\":7,\"declared\":5,\"wire\":7,"
                          "\"msg\":3,\"payload\":\"SGVsbG8=\",\"findings\":[]}");
        QTest::newRow("RFC 6455 5.7 masked Hello")
            << QByteArray::fromHex("818537fa213d7f9f4d5158") << false
            << QByteArray("\"fin\":true,\"rsv\":0,\"opcode\":1,\"masked\":true,\"key\":\"37fa213d\",\"form\":7,"
                          "\"declared\":5,\"wire\":11,\"msg\":3,\"payload\":\"SGVsbG8=\",\"findings\":[]}");
        QTest::newRow("ping is in no message") << QByteArray::fromHex("8900") << true
                                               << QByteArray("\"fin\":true,\"rsv\":0,\"opcode\":9,\"masked\":false,"
                                                             "\"form\":7,\"declared\":0,\"wire\":2,\"payload\":\"\","
                                                             "\"findings\":[]}");
        QTest::newRow("64-bit form, RSV2, reserved opcode")
            << QByteArray::fromHex("a37f000000000000000141") << true
            << QByteArray("\"fin\":true,\"rsv\":2,\"opcode\":3,\"masked\":false,\"form\":64,\"declared\":1,\"wire\":11,"
                          "\"payload\":\"QQ==\",\"findings\":[");
    }
    void frames()
    {
        QFETCH(QByteArray, octets);
        QFETCH(bool, in);
        QFETCH(QByteArray, json);
        Recording r(newPath());
        const ConnectionId id = r.upgraded();
        if (in)
            r.in(id, octets);
        else
            r.out(id, octets);
        QCOMPARE(r.capture->rowCount(), 3u);
        const QByteArray start =
            QByteArray("{\"n\":3,T,\"conn\":1,\"dir\":\"") + (in ? "in" : "out") + "\",\"kind\":\"frame\",";
        const QByteArray text = line(*r.capture, 2);
        QCOMPARE(text.left(start.size() + json.size()), start + json);
    }
    void findingsHaveNames()
    {
        Recording r(newPath());
        const ConnectionId id = r.upgraded();
        r.in(id, QByteArray::fromHex("a300"));
        const QJsonArray names = object(*r.capture, 2).value(u"findings"_qs).toArray();
        QVERIFY(names.contains(u"frame.rsv2"_qs));
        QVERIFY(names.contains(u"frame.opcode.reserved"_qs));
        QCOMPARE(names.size(), 2);
    }
    void notes()
    {
        Recording r(newPath());
        const ConnectionId id = r.upgraded();
        r.out(id, frame(Opcode::Text, "noted", true));
        r.out(id, frame(Opcode::Text, "not noted", true));
        QVERIFY(r.capture->notes().set(RowIndex(2), r.capture->row(RowIndex(2)), {true, u"why \"two\"?"_qs}).ok());
        const QJsonObject noted = object(*r.capture, 2);
        QCOMPARE(noted.value(u"marked"_qs), QJsonValue(true));
        QCOMPARE(noted.value(u"comment"_qs), QJsonValue(u"why \"two\"?"_qs));
        QVERIFY(!object(*r.capture, 3).contains(u"marked"_qs));
        QVERIFY(!object(*r.capture, 3).contains(u"comment"_qs));
    }

    void fragmentsNameTheirMessage()
    {
        Recording r(newPath());
        const ConnectionId id = r.upgraded();
        r.in(id, frame(Opcode::Text, "a", false, false) + frame(Opcode::Ping, "", false) +
                     frame(Opcode::Continuation, "b", false));
        QCOMPARE(object(*r.capture, 2).value(u"msg"_qs).toInt(), 3);
        QVERIFY(object(*r.capture, 3).value(u"msg"_qs).isUndefined());
        QCOMPARE(object(*r.capture, 4).value(u"msg"_qs).toInt(), 3);
    }
    void largePayloadIsWhole()
    {
        Recording r(newPath());
        const ConnectionId id = r.upgraded();
        QByteArray payload;
        for (int i = 0; i < 700'001; ++i)
            payload.append(static_cast<char>(i * 7 + i / 251));
        r.out(id, frame(Opcode::Binary, payload, true));
        const QJsonObject row = object(*r.capture, 2);
        QVERIFY(QByteArray::fromBase64(row.value(u"payload"_qs).toString().toLatin1()) == payload);
        QCOMPARE(row.value(u"wire"_qs).toInt(), payload.size() + 14);
        QVERIFY(row.value(u"error"_qs).isUndefined());
    }
    void largePayloadComesInPieces()
    {
        Recording r(newPath());
        const ConnectionId id = r.upgraded();
        r.in(id, frame(Opcode::Binary, QByteArray(4'000'000, 'x'), false));
        capture::CaptureReader reader(*r.capture);
        QByteArray joined;
        qsizetype largest = 0;
        io::writeRowJson(*r.capture, reader, RowIndex(2), [&](QByteArrayView piece) {
            joined.append(piece);
            largest = std::max(largest, piece.size());
            return true;
        });
        QCOMPARE(joined, io::rowJson(*r.capture, reader, RowIndex(2)));
        QVERIFY2(largest < 300'000, qPrintable(QString::number(largest)));
        int pieces = 0;
        io::writeRowJson(*r.capture, reader, RowIndex(2), [&](QByteArrayView) { return ++pieces < 3; });
        QCOMPARE(pieces, 3);
    }
    void inflatedIsOnTheLastFrame()
    {
        Recording r(newPath());
        const ConnectionId id = deflating(r);
        const QByteArray big = QByteArray("0123456789").repeated(100'000);
        const QByteArray octets = compressed(big);
        r.in(id, rawFrame(0x41, octets.first(9)) + rawFrame(0x80, octets.sliced(9)) + rawFrame(0x81, "plain") +
                     rawFrame(0xC1, QByteArray::fromHex("f248cdc9c90718")) + rawFrame(0xC1, octets));
        QVERIFY(!object(*r.capture, 2).contains(u"inflated"_qs));
        const QJsonObject last = object(*r.capture, 3);
        QCOMPARE(last.value(u"payload"_qs).toString().toLatin1(), octets.sliced(9).toBase64());
        QCOMPARE(last.value(u"inflated"_qs).toString().toLatin1(), big.toBase64());
        QVERIFY(line(*r.capture, 3).contains("\",\"inflated\":\""));
        QVERIFY(!object(*r.capture, 4).contains(u"inflated"_qs));
        QCOMPARE(object(*r.capture, 5).value(u"inflated"_qs).toString(), u"SGVsbG8="_qs); // before the bad place
        QVERIFY(!object(*r.capture, 6).contains(u"inflated"_qs));
        // Never in one piece.
        capture::CaptureReader reader(*r.capture);
        qsizetype longest = 0;
        io::writeRowJson(*r.capture, reader, RowIndex(3), [&longest](QByteArrayView piece) {
            longest = std::max(longest, piece.size());
            return true;
        });
        QVERIFY(longest < 300'000);
    }
    void incompleteFrame()
    {
        Recording r(newPath());
        const ConnectionId id = r.upgraded();
        r.in(id, frame(Opcode::Text, "half of this", false).left(6));
        r.capture->endStream(id, Direction::In, r.tick());
        const QJsonObject row = object(*r.capture, 2);
        QCOMPARE(row.value(u"declared"_qs).toInt(), 12);
        QCOMPARE(row.value(u"wire"_qs).toInt(), 6);
        QCOMPARE(row.value(u"payload"_qs).toString(), QString::fromLatin1(QByteArray("half").toBase64()));
    }
    void incompleteHeader()
    {
        Recording r(newPath());
        const ConnectionId id = r.upgraded();
        r.in(id, QByteArray::fromHex("827f00"));
        r.capture->endStream(id, Direction::In, r.tick());
        const QJsonObject row = object(*r.capture, 2);
        QCOMPARE(row.value(u"wire"_qs).toInt(), 3);
        QCOMPARE(row.value(u"payload"_qs).toString(), QString());
    }
    void raw()
    {
        Recording r(newPath());
        const ConnectionId id = r.connect();
        r.out(id, requestHead());
        r.in(id, "HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno");
        r.capture->endStream(id, Direction::In, r.tick());
        QCOMPARE(object(*r.capture, 1).value(u"status"_qs).toInt(), 403);
        QCOMPARE(object(*r.capture, 1).value(u"findings"_qs).toArray(), (QJsonArray{u"hs.status"_qs}));
        const QJsonObject row = object(*r.capture, 2);
        QCOMPARE(row.value(u"kind"_qs).toString(), u"raw"_qs);
        QCOMPARE(row.value(u"payload"_qs).toString(), u"bm8="_qs);
    }
    void event()
    {
        Recording r(newPath());
        const ConnectionId id = r.connect();
        r.event(
            id, EventKind::Closed,
            {{u"code"_qs, 1000}, {u"reason"_qs, u"a \"b\"\n\\ é"_qs}, {u"clean"_qs, true}, {u"kind"_qs, u"mine"_qs}});
        const QByteArray text = line(*r.capture, 0);
        QCOMPARE(text, QByteArray("{\"n\":1,T,\"conn\":1,\"kind\":\"event\",\"event\":\"closed\","
                                  "\"clean\":true,\"code\":1000,\"_kind\":\"mine\","
                                  "\"reason\":\"a \\\"b\\\"\\n\\\\ é\",\"findings\":[]}"));
        QCOMPARE(object(*r.capture, 0).value(u"reason"_qs).toString(), u"a \"b\"\n\\ é"_qs);
        QVERIFY(!text.contains('\n'));
    }
    void messageStartBeyond32Bits()
    {
        capture::RowRecord record;
        record.message = 5;
        QCOMPARE(io::messageStart(record, RowIndex(7)).value(), 5u);
        QCOMPARE(io::messageStart(record, RowIndex(0x1'0000'0005)).value(), 0x1'0000'0005u);
        record.message = 0xFFFFFFF0;
        QCOMPARE(io::messageStart(record, RowIndex(0x1'0000'0005)).value(), 0xFFFFFFF0u);
    }
};

QTEST_GUILESS_MAIN(TestRowJson)
#include "tst_rowjson.moc"
