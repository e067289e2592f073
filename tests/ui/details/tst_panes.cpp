#include "core/capture/rownotes.h"
#include "core/ws/findings.h"
#include "tests/support/panecapture.h"
#include "ui/details/connectionpane.h"
#include "ui/details/fieldtree.h"
#include "ui/details/framepane.h"
#include "ui/details/handshakepane.h"
#include "ui/details/messagemodel.h"
#include "ui/details/messagepane.h"
#include "ui/headerbits/headerbitswidget.h"
#include "ui/support/theme.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QClipboard>
#include <QJsonArray>
#include <QJsonObject>
#include <QLabel>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTabBar>
#include <QTableView>
#include <QTest>

using namespace framescope;
using ui::FieldTree;

namespace
{
const ws::MaskKey key{0x7a, 0x1c, 0x09, 0xf2};

QString fields(const QWidget &pane, const char *name)
{
    return pane.findChild<FieldTree *>(QLatin1String(name))->toText();
}

/// The line of a field tree that begins with this text, without indentation.
QString line(const QString &text, const QString &begin)
{
    for (const QString &l : text.split(u'\n')) {
        if (l.trimmed().startsWith(begin))
            return l.trimmed();
    }
    return QStringLiteral("(none)");
}
} // namespace

class TestPanes : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        QLocale::setDefault(QLocale(QLocale::English));
        qRegisterMetaType<RowIndex>();
    }

    void frameFieldsAndHexSelectEachOther()
    {
        tests::PaneCapture c;
        c.upgrade();
        c.sendFrame({.key = key}, QByteArray(300, 'x'));
        ui::FramePane pane;
        pane.setCapture(&c.capture());
        pane.resize(600, 300);
        pane.show();
        pane.showRow(c.last());
        auto *tree = pane.findChild<FieldTree *>();
        auto *bits = pane.findChild<ui::HeaderBitsWidget *>();
        QCOMPARE(line(tree->toText(), u"Masking key"_qs),
                 u"Masking key: 7a 1c 09 f2: a client must mask (RFC 6455 §5.1) ✓"_qs);
        QSignalSpy spy(&pane, &ui::FramePane::bytesSelected);

        tree->setCurrentItem(tree->findItems(u"Masking key"_qs, Qt::MatchExactly).first());
        QCOMPARE(spy.takeLast(), (QVariantList{quint64(4), quint64(4)}));
        QCOMPARE(bits->fields()[std::size_t(bits->selectedField())].slot, ui::BitSlot::Key);

        QTest::mouseClick(bits, Qt::LeftButton, {}, bits->fieldRect(5).center());
        QCOMPARE(spy.takeLast(), (QVariantList{quint64(2), quint64(2)}));
        QCOMPARE(tree->currentItem()->text(0), u"Length"_qs);

        spy.clear();
        pane.selectBytes(0, 1);
        QCOMPARE(tree->currentItem()->text(0), u"Opcode"_qs);
        pane.selectBytes(100, 3);
        QCOMPARE(tree->currentItem()->text(0), u"Payload"_qs);
        QCOMPARE(bits->selectedField(), -1);
        pane.selectBytes(3, 20); // header and payload: no field holds all of it
        QVERIFY(tree->currentItem() == nullptr);
        QCOMPARE(spy.count(), 0);
    }

    void commentsOfOthersAreMadeVisible()
    {
        tests::PaneCapture c;
        c.upgrade();
        c.receiveFrame({}, "x");
        const RowIndex row = c.last();
        const QString comment = QStringLiteral("a\u202Eb\n") + QString(3000, QChar(0x0301));
        QVERIFY(c.capture().notes().set(row, c.capture().row(row), {false, comment}));
        ui::FramePane pane;
        pane.setCapture(&c.capture());
        pane.showRow(row);
        const QString shown = line(pane.findChild<FieldTree *>()->toText(), QStringLiteral("Comment"));
        QVERIFY2(shown.contains(QStringLiteral("✎ a⟨U+202E⟩b⟨LF⟩")), qPrintable(shown));
        QCOMPARE(std::count_if(shown.begin(), shown.end(), [](QChar each) { return each.isMark(); }), 16);
    }

    void fragmentLinkLeadsToItsRow()
    {
        tests::PaneCapture c;
        c.upgrade();
        c.receiveFrame({.fin = false}, "a");
        const RowIndex first = c.last();
        c.receiveFrame({.opcode = ws::Opcode::Ping}, "p");
        c.receiveFrame({.opcode = ws::Opcode::Continuation}, "b");
        ui::FramePane pane;
        pane.setCapture(&c.capture());
        pane.resize(600, 300);
        pane.show();
        pane.showRow(first);
        auto *tree = pane.findChild<FieldTree *>();
        QSignalSpy spy(&pane, &ui::FramePane::rowActivated);
        const QTreeWidgetItem *item = tree->topLevelItem(0);
        QCOMPARE(item->text(1), QStringLiteral("0x1 Text, first of 2 fragments · %1").arg(c.last().value() + 1));
        const QRect cell = tree->visualItemRect(item);
        const int x = tree->columnViewportPosition(1) + 4 + tree->fontMetrics().horizontalAdvance(item->text(1)) - 3;
        QTest::mouseClick(tree->viewport(), Qt::LeftButton, {}, QPoint(x, cell.center().y()));
        QCOMPARE(spy.count(), 1);
        QCOMPARE(spy.first().first().value<RowIndex>(), c.last());
        tree->setCurrentItem(tree->topLevelItem(0));
        QTest::keyClick(tree, Qt::Key_Return);
        QCOMPARE(spy.count(), 2);
    }

    void frameFindingsPointAtTheirOctets()
    {
        tests::PaneCapture c;
        c.upgrade();
        c.receiveFrame({.rsv = 2, .opcode = ws::Opcode(3)}, "12345");
        ui::FramePane pane;
        pane.setCapture(&c.capture());
        pane.showRow(c.last());
        const QString text = fields(pane, "frameFields");
        QVERIFY2(line(text, u"Checks"_qs).contains(u"2 errors"_qs), qPrintable(text));
        QVERIFY(line(text, u"frame.rsv2"_qs).contains(u"RFC 6455 §5.2"_qs));
        QVERIFY(line(text, u"frame.opcode.reserved"_qs).contains(u'✗'));
    }

    void roundTripLeadsToItsOtherEnd()
    {
        tests::PaneCapture c;
        c.upgrade();
        c.sendFrame({.key = key}, "{\"id\":1,\"method\":\"sum\"}"); // row 3
        c.receiveFrame({}, "{\"id\":1,\"result\":2}");
        c.receiveFrame({}, "news");
        ui::FramePane pane;
        pane.setCapture(&c.capture());
        pane.show();
        auto *tree = pane.findChild<FieldTree *>();
        pane.showRow(RowIndex(2));
        QTRY_COMPARE(line(tree->toText(), u"Round trip"_qs), u"Round trip: Answered by row 4 after 1.00 µs"_qs);
        pane.showRow(RowIndex(3));
        QTRY_COMPARE(line(tree->toText(), u"Round trip"_qs), u"Round trip: Answers row 3, 1.00 µs later"_qs);
        QSignalSpy spy(&pane, &ui::FramePane::rowActivated);
        QTest::keyClick(tree, Qt::Key_Return); // nothing is selected
        QCOMPARE(spy.size(), 0);
        tree->setCurrentItem(tree->findItems(u"Round trip"_qs, Qt::MatchExactly).first());
        QTest::keyClick(tree, Qt::Key_Return);
        QCOMPARE(spy.size(), 1);
        QCOMPARE(spy.at(0).at(0).value<RowIndex>(), RowIndex(2));
        pane.showRow(c.last());
        QCOMPARE(line(tree->toText(), u"Round trip"_qs), u"(none)"_qs);
    }

    void answersThatComeLaterAreFound()
    {
        tests::PaneCapture c;
        c.upgrade();
        c.sendFrame({.key = key}, R"([{"id":1,"method":"sum%1"},{"id":2,"method":"sum%1"}])"); // 3
        c.receiveFrame({}, R"({"id":1,"result":2})");
        ui::FramePane pane;
        pane.setCapture(&c.capture());
        pane.show();
        auto *tree = pane.findChild<FieldTree *>();
        const auto trips = [&] { return tree->findItems(u"Round trip"_qs, Qt::MatchExactly).size(); };
        pane.showRow(RowIndex(2));
        QTRY_COMPARE(trips(), 1);
        c.receiveFrame({}, R"({"id":2,"result":2})");
        pane.setReveal(true);
        QCOMPARE(trips(), 1); // what was known stays meanwhile
        QTRY_COMPARE(trips(), 2);
        pane.setReveal(false);
        QCOMPARE(trips(), 2);
        QCOMPARE(line(tree->toText(), u"Batch"_qs), u"Batch: JSON-RPC: sum%1 ×2"_qs);
    }

    void batchesLeadToAllTheirEnds()
    {
        tests::PaneCapture c;
        c.upgrade();
        c.sendFrame({.key = key}, R"([{"id":1,"method":"sum"},{"id":2,"method":"sum"},{"id":3,"method":"add"}])"); // 3
        c.receiveFrame({}, R"([{"id":1,"result":2},{"id":3,"result":2}])");
        c.receiveFrame({}, R"({"id":2,"result":2})");
        ui::FramePane pane;
        pane.setCapture(&c.capture());
        pane.show();
        auto *tree = pane.findChild<FieldTree *>();
        pane.showRow(RowIndex(2));
        QTRY_COMPARE(line(tree->toText(), u"Batch"_qs), u"Batch: JSON-RPC: sum ×2, add"_qs);
        QCOMPARE(tree->findItems(u"Round trip"_qs, Qt::MatchExactly).size(), 2);
        QVERIFY(tree->toText().contains(u"Answered by row 4 after 1.00 µs"_qs));
        QVERIFY(tree->toText().contains(u"Answered by row 5 after 2.00 µs"_qs));
        pane.showRow(RowIndex(3));
        QTRY_COMPARE(line(tree->toText(), u"Batch"_qs), u"Batch: JSON-RPC: result ×2"_qs);
        QCOMPARE(line(tree->toText(), u"Round trip"_qs), u"Round trip: Answers row 3, 1.00 µs later"_qs);
        QByteArray many = "[";
        for (int i = 0; i < 100; ++i)
            many += "{\"id\":1,\"method\":\"sum\"},";
        c.sendFrame({.key = key}, many.chopped(1) + ']');
        pane.showRow(c.last());
        QTRY_COMPARE(line(tree->toText(), u"Batch"_qs), u"Batch: JSON-RPC: sum ×64, and more that is not looked at"_qs);
    }

    void otherRowsHaveFieldsToo()
    {
        tests::PaneCapture c;
        c.event(Direction::Out, capture::EventKind::Failed,
                {{u"reason"_qs, u"no\u202Eway"_qs}, {u"stage"_qs, u"tls"_qs}});
        const RowIndex event = c.last();
        c.upgrade();
        ui::FramePane pane;
        pane.setCapture(&c.capture());
        pane.showRow(event);
        QCOMPARE(line(fields(pane, "frameFields"), u"reason"_qs), u"reason: no⟨U+202E⟩way"_qs);
        pane.showRow(c.last());
        QCOMPARE(line(fields(pane, "frameFields"), u"Response"_qs), u"Response: HTTP/1.1 101 Switching Protocols"_qs);
        pane.showRow(RowIndex(999'999)); // a row that is not there
        pane.setCapture(nullptr);
        pane.showRow(RowIndex(0));
    }

    void frameCutByTheEndOfTheStream()
    {
        tests::PaneCapture c;
        c.upgrade();
        c.received(QByteArray::fromHex("820a0102"));
        c.capture().endStream(c.id(), Direction::In, c.tick());
        ui::FramePane pane;
        pane.setCapture(&c.capture());
        bool seen = false;
        for (std::uint64_t i = 0; i < c.capture().rowCount(); ++i) {
            pane.showRow(RowIndex(i));
            seen = seen || line(fields(pane, "frameFields"), u"Payload"_qs) ==
                               u"Payload: 2 of 10 bytes: the stream ended here ✗"_qs;
        }
        QVERIFY(seen);
    }

    void messageListsItsFrames()
    {
        tests::PaneCapture c;
        c.upgrade();
        c.receiveFrame({.fin = false}, QByteArray(100, 'a'));
        const RowIndex first = c.last();
        c.receiveFrame({.opcode = ws::Opcode::Ping}, "p");
        const RowIndex ping = c.last();
        c.receiveFrame({.fin = false, .opcode = ws::Opcode::Continuation}, QByteArray(50, 'b'));
        ui::MessagePane pane;
        auto *model = pane.findChild<ui::MessageModel *>();
        QAbstractItemModelTester tester(model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        pane.setCapture(&c.capture());
        pane.resize(600, 240);
        pane.show();
        pane.showRow(first);
        auto *summary = pane.findChild<QLabel *>(u"messageSummary"_qs);
        QVERIFY2(summary->text().contains(u"not complete"_qs), qPrintable(summary->text()));
        c.receiveFrame({.opcode = ws::Opcode::Continuation}, "c");
        pane.showRow(c.last());
        QVERIFY2(summary->text().startsWith(u"3 frames · payload 151 bytes · on the wire 157 bytes"_qs),
                 qPrintable(summary->text()));
        QVERIFY(summary->text().endsWith(u"complete ✓"_qs));
        QCOMPARE(model->rowCount(), 3);
        QCOMPARE(model->index(1, ui::MessageModel::OpcodeColumn).data().toString(), u"Continuation"_qs);
        QCOMPARE(model->index(1, ui::MessageModel::Length).data().toString(), u"50"_qs);
        QCOMPARE(model->index(2, ui::MessageModel::Fin).data().toString(), u"1"_qs);
        QSignalSpy spy(&pane, &ui::MessagePane::rowActivated);
        auto *table = pane.findChild<QTableView *>();
        Q_EMIT table->activated(model->index(2, 0)); // is looked at already
        QCOMPARE(spy.count(), 0);
        Q_EMIT table->activated(model->index(0, 0));
        QCOMPARE(spy.count(), 1);
        QCOMPARE(spy.first().first().value<RowIndex>(), first);
        pane.showRow(ping);
        QVERIFY(pane.findChild<QLabel *>(u"messagePaneEmpty"_qs)->isVisible());
        QCOMPARE(model->rowCount(), 0);
    }

    void handshakeIsJudged()
    {
        tests::PaneCapture c;
        c.upgrade("Sec-WebSocket-Extensions: x-made-up\r\n");
        ui::HandshakePane pane;
        pane.setCapture(&c.capture());
        pane.resize(600, 300);
        pane.show();
        pane.showRow(c.last());
        const QString text = fields(pane, "handshakeFields");
        QCOMPARE(line(text, u"4. Base64"_qs), u"4. Base64: expected: s3pPLMBiTxaQ9kYGzzhZRbK+xOo="_qs);
        QCOMPARE(line(text, u"3. SHA-1"_qs),
                 u"3. SHA-1 of that: b3 7a 4f 2c c0 62 4f 16 90 f6 46 06 cf 38 59 45 b2 be c4 ea"_qs);
        QCOMPARE(line(text, u"5. Server"_qs), u"5. Server's accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo= ✓"_qs);
        QVERIFY2(line(text, u"Subprotocol"_qs).startsWith(u"Subprotocol: agreed: v1.ticker ✓"_qs), qPrintable(text));
        QVERIFY(line(text, u"Extensions"_qs).contains(u"✗"_qs));
        QVERIFY(line(text, u"hs.ext.unsolicited"_qs).contains(u"RFC 6455"_qs));
    }

    void secretsAreHiddenUntilRevealed()
    {
        tests::PaneCapture c;
        c.upgrade();
        ui::HandshakePane pane;
        pane.setCapture(&c.capture());
        pane.show();
        pane.showRow(c.last());
        auto *raw = pane.findChild<QPlainTextEdit *>(u"rawRequest"_qs);
        pane.setCurrentPage(ui::HandshakePane::Request);
        const auto everything = [&] { return fields(pane, "handshakeFields") + raw->toPlainText(); };
        QVERIFY(!everything().contains(u"0123456789abcdef"_qs));
        QVERIFY(!everything().contains(u"s3cret"_qs));
        QVERIFY(raw->toPlainText().contains(u"Cookie: ••••••"_qs));
        pane.setReveal(true);
        QVERIFY(raw->toPlainText().contains(u"Cookie: session=0123456789abcdef"_qs));
        QVERIFY(fields(pane, "handshakeFields").contains(u"0123456789abcdef"_qs));
    }

    void refusalShowsItsBody()
    {
        tests::PaneCapture c;
        c.sent("GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
               "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n");
        c.received("HTTP/1.1 403 Forbidden\r\nContent-Length: 8\r\n\r\nGo away.");
        c.capture().endStream(c.id(), Direction::In, c.tick());
        ui::HandshakePane pane;
        pane.setCapture(&c.capture());
        pane.show();
        pane.showRow(c.last());
        const QString text = fields(pane, "handshakeFields");
        QVERIFY2(line(text, u"Verdict"_qs).contains(u"403 Forbidden instead of 101"_qs), qPrintable(text));
        QCOMPARE(pane.findChild<QPlainTextEdit *>(u"responseBody"_qs)->toPlainText(), u"Go away."_qs);
        QVERIFY(pane.findChild<QTabBar *>(u"handshakeTabs"_qs)->isTabVisible(ui::HandshakePane::Body));
    }

    void connectionTellsTlsAndEnd()
    {
        tests::PaneCapture c;
        c.event(Direction::Out, capture::EventKind::Secured,
                {{u"protocol"_qs, u"TLS 1.3"_qs},
                 {u"cipher"_qs, u"AES-256-GCM"_qs},
                 {u"verified"_qs, true},
                 {u"subject"_qs, u"stream.example.com"_qs}});
        c.upgrade();
        c.sendFrame({.key = key}, "hi");
        ui::ConnectionPane pane;
        pane.setCapture(&c.capture());
        pane.show();
        pane.showRow(c.last());
        QString text = fields(pane, "connectionFields");
        QCOMPARE(line(text, u"TLS"_qs), u"TLS: TLS 1.3 · AES-256-GCM · certificate ✓"_qs);
        QCOMPARE(line(text, u"State"_qs), u"State: open"_qs);
        QVERIFY(!text.contains(u"s3cret"_qs));
        QVERIFY(line(text, u"Sent"_qs).startsWith(u"Sent: ↑ 1 frame,"_qs));
        c.event(Direction::In, capture::EventKind::Closed,
                {{u"code"_qs, 1001}, {u"reason"_qs, u"bye"_qs}, {u"initiator"_qs, u"peer"_qs}, {u"clean"_qs, true}});
        pane.showRow(c.last());
        text = fields(pane, "connectionFields");
        QCOMPARE(line(text, u"State"_qs), u"State: closed 1001 bye · begun by the peer · clean ✓"_qs);
    }

    void connectionTellsWhoIsDoneSending()
    {
        tests::PaneCapture c;
        c.upgrade();
        ui::ConnectionPane pane;
        pane.setCapture(&c.capture());
        pane.show();
        c.capture().endStream(c.id(), Direction::In, Timestamp(1));
        pane.showRow(c.last());
        QCOMPARE(line(fields(pane, "connectionFields"), u"State"_qs), u"State: peer done sending"_qs);
        c.capture().endStream(c.id(), Direction::Out, Timestamp(2));
        pane.showRow(c.last());
        QCOMPARE(line(fields(pane, "connectionFields"), u"State"_qs), u"State: the TCP stream ended"_qs);
    }

    void connectionIsOpenOnlyAfterA101_data()
    {
        QTest::addColumn<QByteArray>("status");
        QTest::addColumn<QString>("state");
        QTest::newRow("refused") << QByteArray("401 Unauthorized") << u"State: refused ✗: the answer was 401"_qs;
        QTest::newRow("redirect") << QByteArray("302 Found") << u"State: refused ✗: the answer was 302"_qs;
        QTest::newRow("interim") << QByteArray("103 Early Hints") << u"State: opening"_qs;
    }
    void connectionIsOpenOnlyAfterA101()
    {
        QFETCH(QByteArray, status);
        tests::PaneCapture c;
        c.sent("GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
               "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n");
        c.received("HTTP/1.1 " + status + "\r\n\r\n");
        ui::ConnectionPane pane;
        pane.setCapture(&c.capture());
        pane.show();
        pane.showRow(c.last());
        QTEST(line(fields(pane, "connectionFields"), u"State"_qs), "state");
    }

    void connectionShowsTheChainAndHowItWasReached()
    {
        tests::PaneCapture c;
        const QJsonObject root{{u"subject"_qs, u"CN=Root"_qs}, {u"issuer"_qs, u"CN=Root"_qs}};
        const QJsonObject leaf{{u"subject"_qs, u"CN=stream.example.com"_qs},
                               {u"issuer"_qs, u"CN=Root"_qs},
                               {u"names"_qs, QJsonArray{u"DNS:stream.example.com"_qs, u"DNS:*.example.com"_qs}},
                               {u"notBefore"_qs, u"2026-11-01T00:00:00Z"_qs},
                               {u"notAfter"_qs, u"2026-11-25T12:00:00Z"_qs},
                               {u"key"_qs, u"RSA 2048 bits"_qs},
                               {u"sha256"_qs, u"AB:CD"_qs}};
        c.event(Direction::Out, capture::EventKind::Resolved,
                {{u"host"_qs, u"stream.example.com"_qs},
                 {u"addresses"_qs, QJsonArray{u"2001:db8::1"_qs, u"198.51.100.20"_qs}},
                 {u"ms"_qs, 2}});
        c.event(Direction::Out, capture::EventKind::Attempt,
                {{u"address"_qs, u"[2001:db8::1]:443"_qs}, {u"ms"_qs, 250}, {u"result"_qs, u"Network unreachable"_qs}});
        c.event(Direction::Out, capture::EventKind::Secured,
                {{u"protocol"_qs, u"TLS 1.2"_qs},
                 {u"cipher"_qs, u"AES-128-GCM"_qs},
                 {u"verified"_qs, false},
                 {u"excepted"_qs, u"accepted by hand"_qs},
                 {u"sha256"_qs, u"AB:CD"_qs},
                 {u"previousSha256"_qs, u"12:34"_qs},
                 {u"errors"_qs, QJsonArray{QJsonObject{{u"text"_qs, u"The root is not trusted."_qs},
                                                       {u"certificate"_qs, 1},
                                                       {u"finding"_qs, u"tls.untrusted"_qs}},
                                           QJsonObject{{u"text"_qs, u"told"_qs}, {u"finding"_qs, u"a\u202Eb"_qs}}}},
                 {u"chain"_qs, QJsonArray{leaf, root}}});
        ui::ConnectionPane pane;
        pane.setCapture(&c.capture());
        pane.show();
        pane.showRow(c.last());
        const QString text = fields(pane, "connectionFields");
        QCOMPARE(line(text, u"TLS"_qs), u"TLS: TLS 1.2 · AES-128-GCM · certificate accepted by exception ▲"_qs);
        QVERIFY(line(text, u"tls.untrusted"_qs).contains(u"✗ The root is not trusted."_qs));
        QCOMPARE(line(text, u"a⟨U+202E⟩b"_qs), u"a⟨U+202E⟩b: ✗ told"_qs);
        QCOMPARE(line(text, u"Before"_qs), u"Before: 12:34"_qs);
        QCOMPARE(line(text, u"Names"_qs), u"Names: DNS:stream.example.com, DNS:*.example.com"_qs);
        QVERIFY2(line(text, u"Valid"_qs).endsWith(u"days left ▲"_qs), qPrintable(line(text, u"Valid"_qs)));
        QVERIFY(line(text, u"Signed by"_qs).contains(u"CN=Root"_qs));
        QVERIFY(line(text, u"Name lookup"_qs).contains(u"2001:db8::1, 198.51.100.20"_qs));
        QVERIFY(line(text, u"Attempt"_qs).contains(u"Network unreachable ✗  250 ms"_qs));
        auto *tree = pane.findChild<FieldTree *>();
        QTreeWidgetItem *fingerprint = tree->findItems(u"SHA-256"_qs, Qt::MatchExactly | Qt::MatchRecursive).first();
        tree->setCurrentItem(fingerprint);
        QTest::keyClick(tree, Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QApplication::clipboard()->text(), u"AB:CD"_qs);
    }

    void fieldsFollowTheTheme()
    {
        ui::applyTheme(*qApp, false);
        ui::FieldRow row;
        row.name = QStringLiteral("Opcode");
        FieldTree tree;
        tree.resize(300, 100);
        tree.setRows({row});
        tree.show();
        QVERIFY(QTest::qWaitForWindowExposed(&tree));
        ui::applyTheme(*qApp, true);
        const QImage switched = tree.grab().toImage();
        tree.setRows({row});
        QCOMPARE(switched, tree.grab().toImage());
    }
};

QTEST_MAIN(TestPanes)
#include "tst_panes.moc"
