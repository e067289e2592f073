#include "ui/payload/decodedpane.h"

#include "tests/support/panecapture.h"
#include "ui/payload/payloadpane.h"

#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>
#include <QTreeView>

using namespace framescope;
using namespace framescope::tests;
using namespace framescope::ui;

class TestDecodedPane : public QObject
{
    Q_OBJECT

    /// The pane as the window has it, with one row to show.
    struct Stage {
        PaneCapture story;
        PayloadPane panes;
        DecodedPane *pane = panes.findChild<DecodedPane *>();
        QLabel *notice = pane->findChild<QLabel *>(QStringLiteral("decodedNoticeText"));
        QTreeView *tree = pane->findChild<QTreeView *>();
        QToolButton *choice = panes.findChild<QToolButton *>(QStringLiteral("decoderChoice"));

        explicit Stage(const QByteArray &payload, ws::Opcode opcode = ws::Opcode::Binary, bool fin = true)
        {
            story.upgrade();
            receive(payload, opcode, fin);
            panes.setCapture(&story.capture());
            panes.setCurrentTab(QStringLiteral("decoded"));
            panes.resize(700, 300);
            panes.show();
            panes.showRow(story.last());
        }
        ~Stage() { panes.setCapture(nullptr); }
        void receive(const QByteArray &payload, ws::Opcode opcode, bool fin = true)
        {
            ws::FrameFields fields;
            fields.opcode = opcode;
            fields.fin = fin;
            story.receiveFrame(fields, payload);
        }
        QString pathOfCurrent() const { return pane->model().path(tree->currentIndex()); }
    };

private Q_SLOTS:
    void recognises_data()
    {
        QTest::addColumn<QByteArray>("payload");
        QTest::addColumn<int>("opcode");
        QTest::addColumn<QString>("choice");
        const auto row = [](const char *name, const QByteArray &payload, ws::Opcode opcode, const char *choice) {
            QTest::newRow(name) << payload << int(opcode) << QString::fromUtf8(choice);
        };
        row("json", "{\"a\":1}", ws::Opcode::Text, "Automatic (JSON) ▾");
        row("text", "hello", ws::Opcode::Text, "Automatic (Text) ▾");
        row("cbor", "\xA1\x61\x61\x01", ws::Opcode::Binary, "Automatic (CBOR) ▾");
        row("msgpack", "\x81\xA1\x61\x01", ws::Opcode::Binary, "Automatic (MessagePack) ▾");
        row("socket.io", "42[\"a\"]", ws::Opcode::Text, "Automatic (Socket.IO) ▾");
        row("nothing", QByteArray::fromHex("c10000fe"), ws::Opcode::Binary, "Automatic ▾");
    }
    void recognises()
    {
        QFETCH(QByteArray, payload);
        QFETCH(int, opcode);
        Stage stage(payload, ws::Opcode(opcode));
        QTEST(stage.choice->text(), "choice");
        QVERIFY(stage.choice->isVisible());
        const bool known = stage.pane->decoder() != nullptr;
        QCOMPARE(stage.notice->isVisible(), !known);
        QCOMPARE(stage.pane->model().rowCount() > 0, known);
    }

    void choiceIsForTheHost()
    {
        Stage stage("\x08\x01");
        QCOMPARE(stage.choice->text(), QStringLiteral("Automatic (Protobuf) ▾"));
        QSignalSpy changed(stage.pane, &DecodedPane::choicesChanged);
        for (QAction *action : stage.choice->menu()->actions()) {
            if (action->data().toString() == QStringLiteral("msgpack"))
                action->trigger();
        }
        QCOMPARE(changed.count(), 1);
        QCOMPARE(stage.choice->text(), QStringLiteral("MessagePack ▾"));
        QCOMPARE(stage.pane->model().rowCount(), 2);
        QCOMPARE(stage.pane->choices().list(), QStringList(QStringLiteral("stream.example.com\tmsgpack")));
        stage.receive("\xA1\x61\x61\x01", ws::Opcode::Binary);
        stage.panes.showRow(stage.story.last());
        QCOMPARE(stage.choice->text(), QStringLiteral("MessagePack ▾")); // it stays
        stage.pane->setChoices({});
        QCOMPARE(stage.choice->text(), QStringLiteral("Automatic (CBOR) ▾"));
        QCOMPARE(changed.count(), 1); // it was not this pane's person
    }

    void selectsBothWays()
    {
        Stage stage(QByteArray::fromHex("a1616182016178"));
        QSignalSpy selected(stage.pane, &PayloadTab::octetsSelected);
        const QModelIndex list = stage.pane->model().index(0, 0, stage.pane->model().index(0, 0));
        stage.tree->setCurrentIndex(stage.pane->model().index(1, 0, list));
        QCOMPARE(selected.count(), 1);
        QCOMPARE(selected.takeFirst(), QVariantList({5ull, 2ull}));
        stage.pane->selectOctets({4, 1});
        QCOMPARE(stage.pathOfCurrent(), QStringLiteral("$.a[0]"));
        QCOMPARE(selected.count(), 0);
        QCOMPARE(stage.pane->selectedOctets(), std::optional(OctetRange{4, 1}));
    }

    void filters_data()
    {
        QTest::addColumn<QByteArray>("hex");
        QTest::addColumn<quint64>("octet");
        QTest::addColumn<QString>("filter");
        const auto row = [](const char *name, const char *hex, quint64 octet, const char *filter) {
            QTest::newRow(name) << QByteArray::fromHex(hex) << octet << QString::fromUtf8(filter);
        };
        row("number", "a1616182016178", 4ull, "decoded.$.a[0] == 1");
        row("string", "a16161820163225c0a", 6ull, "decoded.$.a[1] == \"\\\"\\\\\\n\"");
        row("in a tag", "a16174c11a514b67b0", 5ull, "decoded.$.t == 1363896240");
        row("map", "a1616182016178", 0ull, "");
        row("odd key", "a16361206201", 5ull, "decoded.$[\"a b\"] == 1");
    }
    void filters()
    {
        QFETCH(QByteArray, hex);
        QFETCH(quint64, octet);
        Stage stage(hex);
        stage.pane->selectOctets({octet, 1});
        QTEST(stage.pane->filterFor(stage.tree->currentIndex()), "filter");
    }

    /// A filter that reads messages would not find it.
    void noFilterForPings()
    {
        Stage stage("{\"a\":1}", ws::Opcode::Ping); // which is in no message
        QTRY_VERIFY(stage.pane->decoder() != nullptr);
        stage.pane->selectOctets({5, 1});
        QVERIFY(stage.tree->currentIndex().isValid());
        QVERIFY(stage.pane->filterFor(stage.tree->currentIndex()).isEmpty());
    }

    void problem()
    {
        Stage stage(QByteArray::fromHex("d9d9f7a16161811c"));
        QVERIFY2(
            stage.notice->text().startsWith(QStringLiteral("✗ Not CBOR at byte 7: reserved additional information")),
            qPrintable(stage.notice->text()));
        QSignalSpy activated(stage.pane, &PayloadTab::octetsActivated);
        auto *button = stage.pane->findChild<QPushButton *>(QStringLiteral("showDecodedProblem"));
        QVERIFY(button->isVisible());
        button->click();
        QCOMPARE(activated.takeFirst(), QVariantList({7ull, 1ull}));
    }

    void rowsWithoutAMessage()
    {
        Stage stage(QByteArray::fromHex("03e8"), ws::Opcode::Close);
        QCOMPARE(stage.notice->text(), QStringLiteral("Frame shows the code and the reason of a close frame."));
        stage.panes.showRow(RowIndex(1));
        QVERIFY(stage.notice->text().startsWith(QStringLiteral("This is the opening handshake")));
        stage.panes.showRow(std::nullopt);
        QCOMPARE(stage.pane->model().rowCount(), 0);
    }

    void firstOfSeveralFrames()
    {
        Stage stage("\xA2\x61\x61\x01\x61", ws::Opcode::Binary, false);
        stage.receive("\x62\x02", ws::Opcode::Continuation);
        stage.panes.showRow(RowIndex(stage.story.last().value() - 1));
        QVERIFY(stage.notice->text().startsWith(QStringLiteral("The bytes end inside a value")));
        stage.panes.setWholeMessage(true);
        QVERIFY(!stage.notice->isVisible());
        QCOMPARE(stage.pane->model().rowCount(stage.pane->model().index(0, 0)), 2);
    }

    void large()
    {
        Stage stage(QByteArray("\x9A\x00\x20\x00\x00", 5) + QByteArray(2 << 20, '\x01'));
        QTRY_VERIFY(!stage.pane->isReading());
        QCOMPARE(stage.pane->decoder()->id(), "cbor");
        QVERIFY2(stage.notice->text().startsWith(QStringLiteral("▲ There are more values than the 500,000")),
                 qPrintable(stage.notice->text()));
        stage.receive(QByteArray("\x5A\x00\x90\x00\x00", 5) + QByteArray(9 << 20, 'x'), ws::Opcode::Binary);
        stage.panes.showRow(stage.story.last());
        auto *decode = stage.pane->findChild<QPushButton *>(QStringLiteral("decodePayload"));
        QVERIFY(decode->isVisible());
        stage.pane->choose(decode::findDecoder(u"cbor"));
        QVERIFY(decode->isVisible()); // still asked for first
        decode->click();
        QTRY_VERIFY(!stage.pane->isReading());
        QCOMPARE(stage.pane->model().rowCount(), 1);
    }
    void deep()
    {
        Stage stage(QByteArray("\x81").repeated(100'000) + '\x01');
        QTRY_VERIFY(!stage.pane->isReading());
        stage.pane->choose(decode::findDecoder(u"cbor"));
        QTRY_VERIFY(!stage.pane->isReading());
        stage.pane->selectOctets({100'000, 1});
        QVERIFY(stage.tree->currentIndex().isValid());
        QTest::keyClick(stage.tree, Qt::Key_Asterisk);
    }
    /// What would take long to lay out is opened one at a time.
    void wide()
    {
        Stage stage(QByteArray::fromHex("9a00001770") + QByteArray("\x81\x01").repeated(6000));
        QTRY_VERIFY(!stage.pane->isReading());
        stage.pane->choose(decode::findDecoder(u"cbor"));
        QTRY_VERIFY(!stage.pane->isReading());
        const QModelIndex top = stage.pane->model().index(0, 0);
        QCOMPARE(stage.pane->model().rowCount(top), 6000);
        QVERIFY(!stage.tree->isExpanded(top));
        stage.tree->setCurrentIndex(top);
        QTest::keyClick(stage.tree, Qt::Key_Asterisk);
        QVERIFY(stage.tree->isExpanded(top));
        QVERIFY(!stage.tree->isExpanded(stage.pane->model().index(0, 0, top)));
    }
};

QTEST_MAIN(TestDecodedPane)
#include "tst_decodedpane.moc"
