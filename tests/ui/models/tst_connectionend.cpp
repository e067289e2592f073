#include "ui/models/connectionend.h"

#include "core/capture/capturereader.h"
#include "core/net/session.h"
#include "tests/support/panecapture.h"

#include <QTest>

using namespace framescope;
using namespace framescope::ui;

namespace
{
constexpr ws::MaskKey key{1, 2, 3, 4};

void closeFrame(tests::PaneCapture &source, Direction direction, const QByteArray &payload)
{
    ws::FrameFields fields;
    fields.opcode = ws::Opcode::Close;
    if (direction == Direction::In) {
        source.receiveFrame(fields, payload);
    } else {
        fields.key = key;
        source.sendFrame(fields, payload);
    }
}

/// "in 1011 out of memory", "out" (no code), "fin in", "reset out".
void play(tests::PaneCapture &source, const QString &step)
{
    const QString kind = step.section(u' ', 0, 0);
    const QString first = step.section(u' ', 1, 1);
    if (kind == u"fin"_qs || kind == u"reset"_qs) {
        const Direction direction = first == u"in"_qs ? Direction::In : Direction::Out;
        if (kind == u"fin"_qs)
            source.capture().endStream(source.id(), direction, source.tick());
        else
            source.capture().reset(source.id(), direction, source.tick());
        return;
    }
    QByteArray payload;
    if (!first.isEmpty())
        payload = ws::closePayload(std::uint16_t(first.toUInt()), step.section(u' ', 2).toUtf8());
    closeFrame(source, kind == u"in"_qs ? Direction::In : Direction::Out, payload);
}
} // namespace

class TestConnectionEnd : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void rows_data()
    {
        QTest::addColumn<QStringList>("steps");
        QTest::addColumn<QString>("live");
        QTest::addColumn<QString>("recorded");
        QTest::addColumn<QString>("sentence"); ///< of the recorded one
        QTest::newRow("normal, by us") << QStringList{u"out 1000"_qs, u"in 1000"_qs, u"fin in"_qs}
                                       << u"closed by us · 1000 normal closure"_qs
                                       << u"closed by client · 1000 normal closure"_qs
                                       << u"The client closed the connection with code 1000 (normal closure)."_qs;
        QTest::newRow("going away, by the peer") << QStringList{u"in 1001"_qs} << u"closed by peer · 1001 going away"_qs
                                                 << u"closed by server · 1001 going away"_qs
                                                 << u"The server closed the connection with code 1001 (going away)."_qs;
        QTest::newRow("no code") << QStringList{u"in"_qs, u"out"_qs} << u"closed by peer · 1005 no status received"_qs
                                 << u"closed by server · 1005 no status received"_qs
                                 << u"The server closed the connection without a code."_qs;
        QTest::newRow("a code that must not be sent")
            << QStringList{u"in 1005 bad"_qs} << u"▲ closed by peer · illegal code 1005 · bad"_qs
            << u"▲ closed by server · illegal code 1005 · bad"_qs << QString();
        QTest::newRow("trouble, and why")
            << QStringList{u"in 1011 out of memory"_qs, u"out 1011"_qs}
            << u"▲ closed by peer · 1011 internal error · out of memory"_qs
            << u"▲ closed by server · 1011 internal error · out of memory"_qs
            << u"The server closed the connection with code 1011 (internal error): out of memory."_qs;
        QTest::newRow("a code of an application")
            << QStringList{u"out 4000"_qs} << u"▲ closed by us · 4000 private use"_qs
            << u"▲ closed by client · 4000 private use"_qs
            << u"The client closed the connection with code 4000 (private use)."_qs;
        QTest::newRow("a long reason that hides something")
            << QStringList{u"in 1000 \u202Ea234567890123456789012345678901234567890"_qs}
            << u"closed by peer · 1000 normal closure · ⟨U+202E⟩a23456789012345678901234567890123456789…"_qs
            << u"closed by server · 1000 normal closure · ⟨U+202E⟩a23456789012345678901234567890123456789…"_qs
            << QString();
        QTest::newRow("no close frame") << QStringList{u"fin in"_qs}
                                        << u"▲ closed by peer · 1006 abnormal closure · no close frame"_qs
                                        << u"▲ closed by server · 1006 abnormal closure · no close frame"_qs
                                        << u"The server ended TCP without a close frame."_qs;
        QTest::newRow("reset by us") << QStringList{u"reset out"_qs}
                                     << u"▲ closed by us · 1006 abnormal closure · reset"_qs
                                     << u"▲ closed by client · 1006 abnormal closure · reset"_qs
                                     << u"The client reset the TCP connection."_qs;
        QTest::newRow("reset after a close frame")
            << QStringList{u"in 1000"_qs, u"reset in"_qs} << u"▲ closed by peer · 1000 normal closure · reset"_qs
            << u"▲ closed by server · 1000 normal closure · reset"_qs
            << u"The server closed the connection with code 1000 (normal closure)."_qs;
    }
    void rows()
    {
        QFETCH(QStringList, steps);
        QFETCH(QString, sentence);
        tests::PaneCapture source;
        source.upgrade();
        capture::CaptureReader reader(source.capture());
        QVERIFY(!connectionEnd(source.capture(), reader, source.id(), EndSides::UsAndPeer));
        for (const QString &step : steps)
            play(source, step);
        const auto live = connectionEnd(source.capture(), reader, source.id(), EndSides::UsAndPeer);
        const auto recorded = connectionEnd(source.capture(), reader, source.id(), EndSides::ClientAndServer);
        QVERIFY(live && recorded);
        QTEST(warned(*live), "live");
        QTEST(warned(*recorded), "recorded");
        if (!sentence.isEmpty())
            QCOMPARE(recorded->sentence, sentence);
    }

    void neverOpen()
    {
        tests::PaneCapture source;
        source.sent("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
        source.received("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
        source.capture().endStream(source.id(), Direction::In, source.tick());
        capture::CaptureReader reader(source.capture());
        QVERIFY(!connectionEnd(source.capture(), reader, source.id(), EndSides::ClientAndServer));
    }

    /// Of connections whose rows were not stored.
    void statuses_data()
    {
        QTest::addColumn<int>("code");
        QTest::addColumn<bool>("opened");
        QTest::addColumn<QString>("reason");
        QTest::addColumn<QString>("said");
        QTest::newRow("a code") << 1001 << true << u"The server closed the connection."_qs
                                << u"closed · 1001 going away"_qs;
        QTest::newRow("a bad code") << 1011 << true << QString() << u"▲ closed · 1011 internal error"_qs;
        QTest::newRow("none") << 0 << true << u"The server ended TCP."_qs
                              << u"▲ closed · 1006 abnormal closure · The server ended TCP."_qs;
        QTest::newRow("never open") << 0 << false << u"Cancelled before the connection was open."_qs
                                    << u"closed · Cancelled before the connection was open."_qs;
    }
    void statuses()
    {
        QFETCH(QString, reason);
        QFETCH(int, code);
        QFETCH(bool, opened);
        net::Status status;
        status.state = net::State::Closed;
        status.closeCode = std::uint16_t(code);
        status.opened = Timestamp(opened ? 1 : 0);
        status.reason = reason;
        QTEST(warned(connectionEnd(status)), "said");
        QCOMPARE(connectionEnd(status).sentence, reason);
    }
};

QTEST_MAIN(TestConnectionEnd)
#include "tst_connectionend.moc"
