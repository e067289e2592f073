#include "ui/shell/detailspane.h"

#include "tests/support/panecapture.h"
#include "ui/details/fieldtree.h"
#include "ui/details/messageframes.h"
#include "ui/payload/payloadpane.h"

#include <QLabel>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTabBar>
#include <QTableView>
#include <QTest>
#include <QToolButton>

using namespace framescope;
using namespace framescope::ui;

class TestDetailsPane : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void revealingShowsTheSecretsEverywhere()
    {
        tests::PaneCapture source;
        source.sent("GET /?token=s3cret HTTP/1.1\r\nHost: h\r\n\r\n");
        DetailsPane pane;
        pane.setCapture(&source.capture());
        pane.resize(900, 300);
        pane.show();
        pane.showRow(source.last());
        QSignalSpy spy(&pane, &DetailsPane::revealChanged);
        auto *fields = pane.findChild<FieldTree *>(QStringLiteral("frameFields"));
        QVERIFY(!fields->toText().contains(u"s3cret"_qs));
        auto *inPayload = pane.findChild<QToolButton *>(QStringLiteral("revealSecrets"));
        auto *inHandshake = pane.findChild<QToolButton *>(QStringLiteral("revealHandshake"));
        inPayload->click();
        QVERIFY(fields->toText().contains(u"s3cret"_qs));
        QVERIFY(inHandshake->isChecked());
        QCOMPARE(spy.count(), 1);
        inHandshake->click();
        QVERIFY(!fields->toText().contains(u"s3cret"_qs));
        QVERIFY(!inPayload->isChecked());
        QCOMPARE(spy.count(), 2);
    }

    void whatAPaneFiltersByIsToldOn()
    {
        DetailsPane pane;
        QSignalSpy spy(&pane, &DetailsPane::filterRequested);
        for (const char *name : {"frameFields", "handshakeFields", "connectionFields"}) {
            Q_EMIT pane.findChild<FieldTree *>(QLatin1String(name))->filterRequested(QStringLiteral("fin == 1"), true);
            QCOMPARE(spy.size(), 1);
            QCOMPARE(spy.takeFirst(), (QVariantList{QStringLiteral("fin == 1"), true}));
        }
    }

    void binaryFramesOpenInHexUntilSomebodyChooses()
    {
        tests::PaneCapture source;
        source.upgrade();
        source.receiveFrame({.opcode = ws::Opcode::Binary}, QByteArray("\xff\x00", 2));
        const RowIndex binary = source.last();
        source.receiveFrame({}, "text");
        const RowIndex text = source.last();
        DetailsPane pane;
        pane.setCapture(&source.capture());
        pane.show();
        auto *payload = pane.findChild<PayloadPane *>();
        const auto *tabs = pane.findChild<QTabBar *>(QStringLiteral("payloadTabs"));
        pane.showRow(text);
        QCOMPARE(tabs->tabText(tabs->currentIndex()), QStringLiteral("Text"));
        pane.showRow(binary);
        QCOMPARE(tabs->tabText(tabs->currentIndex()), QStringLiteral("Hex"));
        pane.showRow(text);
        QCOMPARE(tabs->tabText(tabs->currentIndex()), QStringLiteral("Text"));
        pane.showRow(binary);
        payload->setCurrentTab(QStringLiteral("text"));
        pane.showRow(text);
        pane.showRow(binary);
        QCOMPARE(tabs->tabText(tabs->currentIndex()), QStringLiteral("Text"));
        pane.setCapture(nullptr);
    }

    void theConnectionThatIsChosenIsShownWithoutARow()
    {
        tests::PaneCapture source;
        source.upgrade();
        DetailsPane pane;
        pane.setCapture(&source.capture());
        pane.resize(900, 300);
        pane.show();
        pane.showHandshake();
        const auto *empty = pane.findChild<QLabel *>(QStringLiteral("handshakePaneEmpty"));
        QVERIFY(empty->isVisible() && empty->text().contains(QStringLiteral("Select a connection")));
        pane.setConnection(ConnectionId(0));
        const auto *fields = pane.findChild<FieldTree *>(QStringLiteral("handshakeFields"));
        QVERIFY(fields->isVisible());
        QVERIFY(fields->toText().contains(QStringLiteral("Sec-WebSocket-Key")));
        pane.setConnection(std::nullopt);
        QVERIFY(empty->isVisible());
        pane.setCapture(nullptr);
    }

    void tabsNameTheRowAndItsMessage()
    {
        tests::PaneCapture source;
        source.upgrade();
        source.receiveFrame({.fin = false}, "one ");
        const RowIndex first = source.last();
        source.receiveFrame({.fin = false, .opcode = ws::Opcode::Continuation}, "message ");
        source.receiveFrame({.opcode = ws::Opcode::Ping}, "between");
        const RowIndex ping = source.last();
        source.receiveFrame({.opcode = ws::Opcode::Continuation}, "here");
        source.receiveFrame({}, "alone");
        const RowIndex alone = source.last();

        DetailsPane pane;
        pane.setCapture(&source.capture());
        pane.show();
        const auto *tabs = pane.findChild<QTabBar *>(QStringLiteral("detailsTabs"));
        QCOMPARE(tabs->tabText(0), QStringLiteral("Frame"));
        pane.showRow(first);
        QCOMPARE(tabs->tabText(0), QStringLiteral("Frame %1").arg(first.value() + 1));
        QCOMPARE(tabs->tabText(1), QStringLiteral("Message (3 frames)"));
        pane.showRow(ping);
        QCOMPARE(tabs->tabText(1), QStringLiteral("Message"));
        pane.showRow(alone);
        QCOMPARE(tabs->tabText(1), QStringLiteral("Message"));
        pane.showRow(RowIndex(0));
        QCOMPARE(tabs->tabText(0), QStringLiteral("Row 1"));
        pane.showRow(std::nullopt);
        QCOMPARE(tabs->tabText(0), QStringLiteral("Frame"));
        pane.setCapture(nullptr);
    }

    /// However many rows of others lie between: nobody waits for what is far, and all panes tell of it once it is found.
    void framesFarApartComeLater()
    {
        tests::PaneCapture source;
        source.upgrade();
        const QByteArray pings = QByteArray("\x89\x00", 2).repeated(4 * int(MessageFrames::rowsAtOnce));
        source.receiveFrame({.fin = false}, "one ");
        const RowIndex first = source.last();
        source.received(pings);
        source.receiveFrame({.fin = false, .opcode = ws::Opcode::Continuation}, "message ");
        source.received(pings);
        source.receiveFrame({.opcode = ws::Opcode::Continuation}, "here");

        DetailsPane pane;
        pane.setCapture(&source.capture());
        pane.resize(900, 300);
        pane.show();
        auto *tabs = pane.findChild<QTabBar *>(QStringLiteral("detailsTabs"));
        const auto *fields = pane.findChild<FieldTree *>(QStringLiteral("frameFields"));
        const auto *summary = pane.findChild<QLabel *>(QStringLiteral("messageSummary"));
        const auto *table = pane.findChild<QTableView *>(QStringLiteral("messageFrames"));
        auto *whole = pane.findChild<QToolButton *>(QStringLiteral("wholeMessage"));
        const auto *note = pane.findChild<QLabel *>(QStringLiteral("payloadNote"));
        const auto *text = pane.findChild<QPlainTextEdit *>(QStringLiteral("payloadText"));
        const QString looking = QStringLiteral("ooking for the rest of the message…");
        const auto pollUntil = [&](const auto &done) {
            return QTest::qWaitFor([&] {
                pane.poll();
                return done();
            });
        };
        const auto allFound = [&] { return tabs->tabText(1) == QLatin1String("Message (3 frames)"); };

        pane.showRow(source.last()); // the last: itself not found yet
        QCOMPARE(tabs->tabText(1), QStringLiteral("Message (1 frame so far)"));
        QVERIFY(fields->toText().contains(looking));
        QVERIFY(!fields->toText().contains(QStringLiteral("fragment")));
        whole->click();
        QCOMPARE(text->toPlainText(), QStringLiteral("one "));
        QVERIFY(note->isVisible() && note->text().contains(looking));
        QVERIFY(pollUntil(allFound));
        QVERIFY2(fields->toText().contains(QStringLiteral("fragment 3 of 3")), qPrintable(fields->toText()));
        QVERIFY(!fields->toText().contains(looking));
        QCOMPARE(text->toPlainText(), QStringLiteral("one message here"));
        QVERIFY(!note->isVisible());
        QCOMPARE(whole->text(), QStringLiteral("Whole message (3 frames)"));

        // From frame to frame of one message nothing is looked for anew.
        pane.showRow(first);
        QVERIFY(allFound());
        pane.showRow(std::nullopt);

        tabs->setCurrentIndex(1);
        pane.showRow(source.last());
        QVERIFY2(summary->text().endsWith(looking), qPrintable(summary->text()));
        QVERIFY(!table->currentIndex().isValid());
        QVERIFY(pollUntil([&] { return summary->text().endsWith(QStringLiteral("complete ✓")); }));
        QVERIFY(allFound());
        QCOMPARE(table->currentIndex().row(), 2);
        pane.setCapture(nullptr);
    }
};

QTEST_MAIN(TestDetailsPane)
#include "tst_detailspane.moc"
