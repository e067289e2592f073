#include "ui/frametable/copyas.h"

#include "core/ws/framewriter.h"
#include "tests/support/panecapture.h"

#include <QTemporaryDir>
#include <QTest>

using namespace framescope;
using namespace framescope::ui;

class TestCopyAs : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void forms_data()
    {
        QTest::addColumn<QByteArray>("octets");
        QTest::addColumn<int>("form");
        QTest::addColumn<QString>("text");
        const QByteArray hello("Hi\n\"\\\x00\xC3\xA9\x7F", 9);
        QTest::newRow("text") << QByteArray("caf\xC3\xA9") << int(CopyForm::Text) << u"café"_qs;
        QTest::newRow("not text") << QByteArray("a\xFF") << int(CopyForm::Text) << u"a\uFFFD"_qs;
        QTest::newRow("hex") << hello << int(CopyForm::Hex) << u"48 69 0a 22 5c 00 c3 a9 7f"_qs;
        QTest::newRow("base64") << hello << int(CopyForm::Base64) << u"SGkKIlwAw6l/"_qs;
        QTest::newRow("python") << hello << int(CopyForm::PythonBytes) << u"b\"Hi\\n\\\"\\\\\\x00\\xc3\\xa9\\x7f\""_qs;
        QTest::newRow("c") << QByteArray("\x01\xFE") << int(CopyForm::CArray)
                           << u"static const unsigned char payload[2] = {\n    0x01, 0xfe,\n};\n"_qs;
        QTest::newRow("c, two lines")
            << QByteArray(13, '\x07') << int(CopyForm::CArray)
            << u"static const unsigned char payload[13] = {\n    0x07, 0x07, 0x07, 0x07, 0x07, "
               "0x07, 0x07, 0x07, 0x07, 0x07, 0x07, 0x07,\n    0x07,\n};\n"_qs;
        QTest::newRow("no bytes, hex") << QByteArray() << int(CopyForm::Hex) << QString();
        QTest::newRow("no bytes, python") << QByteArray() << int(CopyForm::PythonBytes) << u"b\"\""_qs;
        QTest::newRow("no bytes, c") << QByteArray() << int(CopyForm::CArray)
                                     << u"static const unsigned char payload[1] = {0}; /* empty */\n"_qs;
    }
    void forms()
    {
        QFETCH(QByteArray, octets);
        QFETCH(int, form);
        QTEST(copyText(octets, static_cast<CopyForm>(form)), "text");
    }

    void payloadOfARow()
    {
        const QTemporaryDir dir;
        auto made = capture::Capture::create(dir.filePath(u"a.pcapng"_qs));
        QVERIFY(made.ok());
        capture::Capture &capture = **made;
        const ConnectionId id = capture.reserveConnection();
        capture.beginConnection(id, {}, Timestamp(0));
        const QByteArray request = "GET / HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                   "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";
        const QByteArray response = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                    "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";
        capture.append(id, Direction::Out, Timestamp(1), byteView(request));
        capture.append(id, Direction::In, Timestamp(2), byteView(response));
        ws::FrameFields masked;
        masked.key = ws::MaskKey{1, 2, 3, 4};
        QByteArray frame;
        ws::writeFrame(masked, byteView("Hello, world"), frame);
        capture.append(id, Direction::Out, Timestamp(3), byteView(frame));
        QCOMPARE(capture.rowCount(), std::uint64_t(3));

        capture::CaptureReader reader(capture);
        const auto whole = copyPayload(reader, RowIndex(2), CopyForm::Text);
        QVERIFY(whole.ok());
        QCOMPARE(whole->text, u"Hello, world"_qs);
        QCOMPARE(whole->octets, std::uint64_t(12));
        QCOMPARE(whole->total, std::uint64_t(12));
        const auto cut = copyPayload(reader, RowIndex(2), CopyForm::Hex, CopySource::Payload, 3);
        QVERIFY(cut.ok());
        QCOMPARE(cut->text, u"48 65 6c"_qs);
        QCOMPARE(cut->octets, std::uint64_t(3));
        QCOMPARE(cut->total, std::uint64_t(12));
        const auto head = copyPayload(reader, RowIndex(0), CopyForm::Text);
        QVERIFY(head.ok());
        QCOMPARE(head->text, QString::fromLatin1(request));
        QCOMPARE(shownSource(reader, RowIndex(2)), CopySource::Payload);
        const auto wire = copyPayload(reader, RowIndex(2), CopyForm::Hex, CopySource::Wire);
        QVERIFY(wire.ok());
        QCOMPARE(wire->text, QString::fromLatin1(frame.toHex(' ')));
    }

    void ofACompressedMessageWhatItInflatesTo()
    {
        tests::PaneCapture made;
        made.upgradeWithDeflate();
        const QByteArray octets = tests::deflated("some words");
        ws::FrameFields first;
        first.rsv = 4;
        first.fin = false;
        made.receiveFrame(first, octets.first(4));
        ws::FrameFields rest;
        rest.opcode = ws::Opcode::Continuation;
        made.receiveFrame(rest, octets.mid(4));
        capture::CaptureReader reader(made.capture());
        for (const RowIndex row : {made.last() - 1, made.last()}) {
            QCOMPARE(shownSource(reader, row), CopySource::Message);
            const auto message = copyPayload(reader, row, CopyForm::Text, CopySource::Message);
            QVERIFY(message.ok());
            QCOMPARE(message->text, u"some words"_qs);
            QCOMPARE(message->total, std::uint64_t(10));
        }
        const auto own = copyPayload(reader, made.last(), CopyForm::Hex);
        QVERIFY(own.ok());
        QCOMPARE(own->text, QString::fromLatin1(octets.mid(4).toHex(' ')));
        const auto wire = copyPayload(reader, made.last(), CopyForm::Hex, CopySource::Wire);
        QVERIFY(wire.ok());
        QCOMPARE(wire->text.left(2), u"80"_qs);
        QVERIFY(wire->text.endsWith(own->text));
    }
};

QTEST_GUILESS_MAIN(TestCopyAs)
#include "tst_copyas.moc"
