#include "ui/details/fieldfilter.h"

#include "core/capture/rownotes.h"
#include "core/filter/language/filterparser.h"
#include "core/filter/rowscan.h"
#include "tests/core/capture/deflating.h"
#include "ui/details/connectionpane.h"
#include "ui/details/fieldtree.h"
#include "ui/details/framepane.h"
#include "ui/details/handshakepane.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QMenu>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>
#include <QTreeWidgetItemIterator>

using namespace framescope;
using namespace framescope::test;
using filter::FieldId;
using ui::FieldTree;

/// What the lines of field trees offer to filter by.
class TestFieldFilter : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;

    /// The filters of all lines, by the line's name.
    static QMultiMap<QString, QString> filtersOf(const QWidget &pane)
    {
        QMultiMap<QString, QString> all;
        auto *tree = pane.findChild<FieldTree *>();
        for (QTreeWidgetItemIterator it(tree); *it != nullptr; ++it) {
            for (const QString &filter : tree->field(*it).filters) {
                if (!filter.isEmpty())
                    all.insert(tree->field(*it).name, filter);
            }
        }
        return all;
    }

    static bool passes(const capture::Capture &capture, std::uint64_t row, const QString &filter)
    {
        const filter::ParsedFilter parsed = filter::parseFilter(filter);
        std::uint64_t word = 0;
        return parsed.ok() && filter::RowScan(capture, parsed.test).run(RowIndex(row), 1, &word).ok() && word == 1;
    }

    /// The texts of the tree's menu, of which the one at `place` is triggered.
    static QStringList menuOf(FieldTree &tree, QContextMenuEvent::Reason reason, const QPoint &at, int place = -1)
    {
        QStringList texts;
        QTimer::singleShot(0, &tree, [&] {
            auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
            QVERIFY(menu != nullptr);
            for (const QAction *action : menu->actions()) {
                if (!action->isSeparator())
                    texts << action->text();
            }
            if (place >= 0)
                menu->actions().at(place)->trigger();
            menu->close();
        });
        QContextMenuEvent event(reason, at, tree.viewport()->mapToGlobal(at));
        QApplication::sendEvent(tree.viewport(), &event);
        return texts;
    }

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English)); }

    void theFrameOfEveryRowPassesItsFilters()
    {
        Recording r(m_dir.filePath(u"all.pcapng"_qs));
        recordAll(r);
        const ConnectionId id = deflating(r);
        r.in(id, rawFrame(0xC1, compressed("{\"inflated\":true}")));
        r.out(id, frame(ws::Opcode::Text, R"({"id":1,"method":"sum"})", true));
        r.in(id, frame(ws::Opcode::Text, R"({"id":1,"result":2})", false));
        r.in(id, frame(ws::Opcode::Close, ws::closePayload(4001, "a \"b\"\n\t\\ \xC3\xA9"), false));
        const RowIndex last(r.capture->rowCount() - 1);
        QVERIFY(r.capture->notes().set(last, r.capture->row(last), {true, u"look here"_qs}));
        ui::FramePane pane;
        pane.setCapture(r.capture.get());
        pane.show();
        QSet<QString> fields;
        for (std::uint64_t i = 0; i < r.capture->rowCount(); ++i) {
            pane.showRow(RowIndex(i));
            if (i + 2 == r.capture->rowCount())
                QTRY_VERIFY(filtersOf(pane).contains(u"Round trip"_qs));
            const QMultiMap<QString, QString> filters = filtersOf(pane);
            for (const QString &filter : filters) {
                fields.insert(filter.section(u' ', 0, 0));
                QVERIFY2(passes(*r.capture, i, filter), qPrintable(u"row %1: %2"_qs.arg(i).arg(filter)));
            }
        }
        for (const char *field :
             {"opcode", "fin",  "rsv",     "rsv1",           "rsv2",       "rsv3",         "masked",  "key",
              "length", "form", "payload", "message.number", "close.code", "close.reason", "finding", "severity",
              "time",   "rtt",  "dir",     "kind",           "status",     "event",        "marked",  "comment"})
            QVERIFY2(fields.contains(QLatin1String(field)), field);
    }

    void aFrameLineByLine()
    {
        Recording r(m_dir.filePath(u"frame.pcapng"_qs));
        const ConnectionId id = r.upgraded();
        r.out(id, frame(ws::Opcode::Text, "hello", true));
        ui::FramePane pane;
        pane.setCapture(r.capture.get());
        pane.showRow(RowIndex(r.capture->rowCount() - 1));
        QMultiMap<QString, QString> filters = filtersOf(pane);
        QCOMPARE(filters.values(u"Opcode"_qs), QStringList(u"opcode == text"_qs));
        QCOMPARE(filters.values(u"FIN"_qs), QStringList(u"fin == 1"_qs));
        QCOMPARE(filters.values(u"RSV"_qs), QStringList(u"rsv == 0"_qs));
        QCOMPARE(filters.values(u"RSV1"_qs), QStringList(u"rsv1 == 0"_qs));
        QCOMPARE(filters.values(u"Masking key"_qs), QStringList({u"masked == 1"_qs, u"key == 37fa213d"_qs}));
        QCOMPARE(filters.values(u"Length"_qs), QStringList({u"form == 7"_qs, u"length == 5"_qs}));
        QCOMPARE(filters.values(u"Payload"_qs), QStringList(u"payload == 68656c6c6f"_qs));
        QCOMPARE(filters.values(u"Stream offset"_qs), QStringList(u"dir == out"_qs));
        QCOMPARE(filters.values(u"Checks"_qs), QStringList(u"severity == none"_qs));
        r.in(id, frame(ws::Opcode::Text, "hello", false));
        pane.showRow(RowIndex(r.capture->rowCount() - 1));
        QCOMPARE(filtersOf(pane).values(u"Masking key"_qs), QStringList(u"masked == 0"_qs));
    }

    void handshakeAndConnection()
    {
        Recording r(m_dir.filePath(u"connection.pcapng"_qs));
        const ConnectionId id = r.upgraded();
        r.in(id, frame(ws::Opcode::Text, "hello", false));
        r.event(id, capture::EventKind::Closed, {{u"code"_qs, 1006}});
        ui::HandshakePane handshake;
        handshake.setCapture(r.capture.get());
        handshake.show();
        handshake.showRow(RowIndex(0));
        QMultiMap<QString, QString> filters = filtersOf(handshake);
        QCOMPARE(filters.values(u"Verdict"_qs), QStringList(u"status == 101"_qs));
        QCOMPARE(filters.values(u"Response"_qs), QStringList({u"kind == response"_qs, u"status == 101"_qs}));
        QCOMPARE(filters.values(u"Request"_qs), QStringList(u"kind == request"_qs));
        QVERIFY(passes(*r.capture, 0, u"kind == request"_qs));
        QVERIFY(passes(*r.capture, 1, u"status == 101"_qs));

        ui::ConnectionPane connection;
        connection.setCapture(r.capture.get());
        connection.show();
        connection.showRow(RowIndex(2));
        filters = filtersOf(connection);
        QCOMPARE(filters.values(u"URL"_qs), QStringList(u"url == \"ws://example.com/chat\""_qs));
        QCOMPARE(filters.values(u"Local address"_qs), QStringList(u"address == \"127.0.0.1:40000\""_qs));
        QCOMPARE(filters.values(u"Peer address"_qs), QStringList(u"peer == \"[::1]:8080\""_qs));
        for (const char *name : {"URL", "Local address", "Peer address"})
            QVERIFY2(passes(*r.capture, 2, filters.value(QLatin1String(name))), name);
        QVERIFY(filters.values().contains(u"event == closed"_qs));
        QVERIFY(passes(*r.capture, 3, u"event == closed"_qs));
    }

    void secretsOfTheUrlStayOut()
    {
        Recording r(m_dir.filePath(u"secret.pcapng"_qs));
        capture::ConnectionFacts facts = clientFacts();
        facts.url = u"ws://example.com/chat?token=s3cret"_qs;
        r.out(r.connect(facts), requestHead());
        ui::ConnectionPane pane;
        pane.setCapture(r.capture.get());
        pane.show();
        pane.showRow(RowIndex(0));
        QVERIFY(filtersOf(pane).values(u"URL"_qs).isEmpty());
        QVERIFY(!filtersOf(pane).values(u"Peer address"_qs).isEmpty());
    }

    void times_data()
    {
        QTest::addColumn<quint64>("ns");
        QTest::addColumn<QString>("filter");
        QTest::newRow("none") << quint64(0) << u"rtt == 0 s"_qs;
        QTest::newRow("nanosecond") << quint64(1) << u"rtt == 0.000000001 s"_qs;
        QTest::newRow("whole") << quint64(20'000'000'000) << u"rtt == 20 s"_qs;
        QTest::newRow("part") << quint64(1'020'300'000) << u"rtt == 1.0203 s"_qs;
        QTest::newRow("largest") << quint64(18'446'744'073'709'551'615u) << u"rtt == 18446744073.709551615 s"_qs;
    }
    void times()
    {
        QFETCH(quint64, ns);
        QTEST(ui::filterOfTime(FieldId::Rtt, ns), "filter");
    }

    void texts_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("filter");
        QTest::newRow("plain") << QByteArray("bye") << u"close.reason == \"bye\""_qs;
        QTest::newRow("written otherwise") << QByteArray("a\"\\\n") << u"close.reason == \"a\\\"\\\\\\n\""_qs;
        QTest::newRow("empty") << QByteArray() << QString();
        QTest::newRow("no UTF-8") << QByteArray("a\xFF") << QString();
        QTest::newRow("turned round") << QByteArray("a\xE2\x80\xAE") << QString();
        QTest::newRow("control") << QByteArray("a\0b", 3) << QString();
        QTest::newRow("beyond U+FFFF") << QByteArray("\xF0\x9F\x98\x80") << u"close.reason == \"\U0001F600\""_qs;
        QTest::newRow("long") << QByteArray(201, 'a') << QString();
    }
    void texts()
    {
        QFETCH(QByteArray, text);
        QTEST(ui::filterOfText(FieldId::CloseReason, text), "filter");
    }

    void theMenuOfALine()
    {
        FieldTree tree;
        tree.resize(400, 200);
        tree.setRows({{.name = u"Length"_qs, .value = {{u"5"_qs}}, .filters = {u"length == 5"_qs, u"form == 7"_qs}},
                      {.name = u"Our end"_qs, .value = {{u"client"_qs}}}});
        tree.show();
        QSignalSpy spy(&tree, &FieldTree::filterRequested);
        tree.setCurrentItem(tree.topLevelItem(0));
        const QPoint on = tree.visualItemRect(tree.topLevelItem(0)).center();
        const QStringList all{u"&Filter: length == 5"_qs,
                              u"&Hide: length == 5"_qs,
                              u"&Filter: form == 7"_qs,
                              u"&Hide: form == 7"_qs,
                              u"Copy"_qs,
                              u"Copy all"_qs};
        QCOMPARE(menuOf(tree, QContextMenuEvent::Mouse, on, 0), all);
        QCOMPARE(spy.takeLast(), (QVariantList{u"length == 5"_qs, false}));
        QCOMPARE(menuOf(tree, QContextMenuEvent::Keyboard, on, 3), all);
        QCOMPARE(spy.takeLast(), (QVariantList{u"form == 7"_qs, true}));
        const QStringList bare{u"Copy"_qs, u"Copy all"_qs};
        QCOMPARE(menuOf(tree, QContextMenuEvent::Mouse, QPoint(200, 190)), bare);
        tree.setCurrentItem(tree.topLevelItem(1));
        QCOMPARE(menuOf(tree, QContextMenuEvent::Keyboard, on), bare);
    }
};

QTEST_MAIN(TestFieldFilter)
#include "tst_fieldfilter.moc"
