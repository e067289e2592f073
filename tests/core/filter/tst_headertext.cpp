#include "core/filter/headertext.h"

#include "tests/core/capture/recording.h"

#include <QTemporaryDir>

using namespace framescope;

class TestHeaderText : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;

private Q_SLOTS:
    void tellsWhatStandsBesideThePayload()
    {
        test::Recording r(m_dir.filePath(QStringLiteral("a.pcapng")));
        const ConnectionId id = r.upgraded();
        const std::uint64_t first = r.capture->rowCount();
        r.in(id, test::frame(ws::Opcode::Text, "hello", false));
        r.out(id, test::frame(ws::Opcode::Ping, "x", true));
        r.in(id, test::frame(ws::Opcode::Close, QByteArray("\x03\xE8", 2) + "bye", false));
        r.in(id, test::frame(ws::Opcode(3), "", false));
        capture::CaptureReader reader(*r.capture);
        capture::PayloadCursor payloads(*r.capture);
        const auto text = [&](std::uint64_t row) {
            const auto told = filter::headerText({*r.capture, reader, payloads, RowIndex(row)});
            return told ? *told : "cannot: " + told.error().message.toUtf8();
        };
        const auto octets = [&](std::uint64_t row) {
            const auto told = filter::headerOctets({*r.capture, reader, payloads, RowIndex(row)});
            return told ? told->toHex() : "cannot: " + told.error().message.toUtf8();
        };
        QVERIFY2(text(0).startsWith("GET "), text(0).constData());
        QCOMPARE(octets(0).left(8), QByteArray("GET ").toHex());
        QCOMPARE(text(first), QByteArray("opcode text fin 1 rsv 0 masked 0 length 5"));
        QCOMPARE(octets(first), QByteArray("8105"));
        const QByteArray key = octets(first + 1).mid(4);
        QCOMPARE(key.size(), 8);
        QCOMPARE(text(first + 1), "opcode ping fin 1 rsv 0 masked 1 key " + key + " length 1");
        QCOMPARE(text(first + 2),
                 QByteArray("opcode close fin 1 rsv 0 masked 0 length 5 close.code 1000 close.reason bye"));
        QVERIFY2(text(first + 3).startsWith("opcode 0x3 "), text(first + 3).constData());
        r.capture->addEvent(id, Direction::In, Timestamp(1), {capture::EventKind::Note, {{u"text"_qs, u"later"_qs}}});
        QCOMPARE(text(r.capture->rowCount() - 1), QByteArray("note {\"text\":\"later\"}"));
        QCOMPARE(octets(r.capture->rowCount() - 1), QByteArray());
    }
};

QTEST_GUILESS_MAIN(TestHeaderText)
#include "tst_headertext.moc"
