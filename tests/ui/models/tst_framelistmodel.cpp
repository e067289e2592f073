#include "ui/models/framelistmodel.h"

#include "core/capture/rownotes.h"
#include "core/http/acceptkey.h"
#include "core/ws/framewriter.h"

#include "tests/support/bigcapture.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace framescope;
using namespace framescope::ui;

namespace
{
constexpr qint64 start = 1'795'348'863'500'000'000;

/// A capture made of text: what a client sends and gets, one microsecond apart unless told.
class Recorder
{
public:
    explicit Recorder(const QString &path)
    {
        auto made = capture::Capture::create(path);
        if (made)
            m_capture = std::move(*made);
    }
    capture::Capture *get() const { return m_capture.get(); }

    /// With the opening handshake: two rows.
    ConnectionId open()
    {
        const ConnectionId id = m_capture->reserveConnection();
        capture::ConnectionFacts facts;
        facts.url = QStringLiteral("ws://example.com/chat");
        m_capture->beginConnection(id, facts, Timestamp(m_now));
        const QByteArray key = "dGhlIHNhbXBsZSBub25jZQ==";
        append(id, Direction::Out,
               "GET /chat HTTP/1.1\r\nHost: example.com\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
               "Sec-WebSocket-Key: " +
                   key + "\r\nSec-WebSocket-Version: 13\r\n\r\n");
        append(id, Direction::In,
               "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
               "Sec-WebSocket-Accept: " +
                   http::acceptFor(key) + "\r\n\r\n");
        return id;
    }
    void sent(ConnectionId id, const QByteArray &text, ws::FrameFields fields = {}, qint64 after = 1000)
    {
        fields.key = ws::MaskKey{0x7a, 0x1c, 0x09, 0xf2};
        write(id, Direction::Out, text, fields, after);
    }
    void received(ConnectionId id, const QByteArray &text, const ws::FrameFields &fields = {}, qint64 after = 1000)
    {
        write(id, Direction::In, text, fields, after);
    }
    void append(ConnectionId id, Direction direction, const QByteArray &octets, qint64 after = 1000)
    {
        m_capture->append(id, direction, Timestamp(m_now), byteView(octets));
        m_now += after;
    }

private:
    void write(ConnectionId id, Direction direction, const QByteArray &text, const ws::FrameFields &fields,
               qint64 after)
    {
        QByteArray octets;
        ws::writeFrame(fields, byteView(text), octets);
        m_now += after - 1000;
        append(id, direction, octets);
    }

    std::unique_ptr<capture::Capture> m_capture;
    qint64 m_now = start;
};

QString printed(const FrameListModel &model, int row)
{
    QStringList cells;
    for (int column = 0; column < model.columnCount(); ++column)
        cells.append(model.index(row, column).data().toString());
    return cells.join(QLatin1Char('|'));
}
} // namespace

class TestFrameListModel : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;
    int m_files = 0;
    QString newPath() { return m_dir.filePath(u"%1.pcapng"_qs.arg(m_files++)); }

private Q_SLOTS:
    void secretsOfARequestAreHiddenUntilRevealed()
    {
        Recorder r(newPath());
        const ConnectionId id = r.get()->reserveConnection();
        r.get()->beginConnection(id, {}, Timestamp(start));
        r.append(id, Direction::Out,
                 "GET /?a=1&token=s3cret HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                 "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n");
        FrameListModel model;
        QAbstractItemModelTester tester(&model);
        model.setCapture(r.get());
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        QString shown = model.index(0, FrameListModel::Preview).data().toString();
        QVERIFY2(shown.startsWith(u"GET /?a=1&token=•"_qs), qPrintable(shown));
        QVERIFY(!shown.contains(u"s3cret"_qs));
        model.setReveal(true);
        QCOMPARE(changed.count(), 1);
        shown = model.index(0, FrameListModel::Preview).data().toString();
        QCOMPARE(shown, u"GET /?a=1&token=s3cret HTTP/1.1"_qs);
    }

    /// A file may hold any comment: none turns the line around it, nor costs more than a line does.
    void commentsOfOthersAreMadeVisible()
    {
        QTemporaryDir dir;
        Recorder recorder(dir.filePath(QStringLiteral("comments.pcapng")));
        const ConnectionId id = recorder.open();
        recorder.received(id, "one");
        recorder.received(id, "two");
        capture::Capture &capture = *recorder.get();
        const auto note = [&](RowIndex row, const QString &comment) {
            return capture.notes().set(row, capture.row(row), {false, comment}).ok();
        };
        QVERIFY(note(RowIndex(2), QStringLiteral("a\u202Eb<b>\n")));
        QVERIFY(note(RowIndex(3), u'a' + QString(3999, QChar(0x0301))));
        FrameListModel model;
        model.setCapture(&capture);
        model.poll();
        const QModelIndex turned = model.index(2, FrameListModel::Preview);
        QCOMPARE(turned.data().toString(), QStringLiteral("✎ a⟨U+202E⟩b<b>⟨LF⟩ · one"));
        QVERIFY(turned.data(Qt::AccessibleTextRole).toString().contains(QStringLiteral("comment: a⟨U+202E⟩b<b>⟨LF⟩")));
        QVERIFY(turned.data(Qt::ToolTipRole).toString().contains(QStringLiteral("✎ a⟨U+202E⟩b&lt;b&gt;⟨LF⟩<")));
        const QModelIndex piled = model.index(3, FrameListModel::Preview);
        for (const int role : {int(Qt::DisplayRole), int(Qt::AccessibleTextRole), int(Qt::ToolTipRole)}) {
            const QString text = piled.data(role).toString();
            QCOMPARE(std::count_if(text.begin(), text.end(), [](QChar each) { return each.isMark(); }), 16);
            QVERIFY2(text.size() < (role == Qt::ToolTipRole ? 10'000 : 3000), qPrintable(text));
        }
    }

    void withoutACapture()
    {
        FrameListModel model;
        QAbstractItemModelTester tester(&model);
        model.poll();
        QCOMPARE(model.rowCount(), 0);
        QCOMPARE(model.columnCount(), int(FrameListModel::ColumnCount));
        QCOMPARE(model.totalRows(), std::uint64_t(0));
        QCOMPARE(model.modelRow(RowIndex(0)), -1);
        for (int column = 0; column < FrameListModel::ColumnCount; ++column)
            QVERIFY(!model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString().isEmpty());
        const auto alignment = [&](int column) {
            return Qt::Alignment(model.headerData(column, Qt::Horizontal, Qt::TextAlignmentRole).toInt());
        };
        QVERIFY(alignment(FrameListModel::Payload) & Qt::AlignRight); // as the numbers below it
        QVERIFY(alignment(FrameListModel::Preview) & Qt::AlignLeft);
    }

    void rowsInWords()
    {
        Recorder r(newPath());
        QVERIFY(r.get());
        const ConnectionId id = r.open();
        r.sent(id, R"({"op":"subscribe"})");
        ws::FrameFields part;
        part.fin = false;
        r.received(id, "first", part, 12'600'000);
        part.fin = true;
        part.opcode = ws::Opcode::Continuation;
        r.received(id, "second", part, 29'000);
        FrameListModel model;
        QAbstractItemModelTester tester(&model);
        model.setCapture(r.get());
        QCOMPARE(model.rowCount(), 5);
        QVERIFY(printed(model, 0).startsWith(u"1|0.000000|—|↑|HTTP|||||"_qs));
        QVERIFY(printed(model, 1).startsWith(u"2|0.000001|+1.00 µs|↓|HTTP|||||"_qs));
        QCOMPARE(printed(model, 2), u"3|0.000002|+1.00 µs|↑|Text|1|···|● 7a1c09f2|18|24|3|{\"op\":\"subscribe\"}|1"_qs);
        QCOMPARE(printed(model, 3), u"4|0.012602|+12.6 ms|↓|Text|0|···||5|7|4|first|1"_qs);
        QVERIFY(printed(model, 4).startsWith(u"5|0.012631|+29.0 µs|↓|Cont|1|···||6|8|4|"_qs));

        QCOMPARE(model.index(3, 0).data(FrameListModel::RowIndexRole).toULongLong(), 3ull);
        QCOMPARE(model.index(3, 0).data(FrameListModel::OpcodeRole).toInt(), int(ws::Opcode::Text));
        QVERIFY(!model.index(0, 0).data(FrameListModel::OpcodeRole).isValid());
        QCOMPARE(model.index(0, 0).data(FrameListModel::KindRole).toInt(), int(capture::RowKind::HandshakeRequest));
        QCOMPARE(model.index(3, 0).data(FrameListModel::DirectionRole).toInt(), int(Direction::In));
        QCOMPARE(model.index(3, 0).data(FrameListModel::SeverityRole).toInt(), int(ws::Severity::None));
        QVERIFY(!model.index(3, 0).data(Qt::ToolTipRole).isValid());

        const QString sentence = model.index(2, FrameListModel::Wire).data(Qt::AccessibleTextRole).toString();
        QVERIFY2(sentence.startsWith(u"sent, text, 18 bytes, "_qs), qPrintable(sentence));
        QVERIFY2(sentence.endsWith(u", masked"_qs), qPrintable(sentence));
        const QString fragment = model.index(3, 0).data(Qt::AccessibleTextRole).toString();
        QVERIFY2(fragment.startsWith(u"received, text, 5 bytes, "_qs), qPrintable(fragment));
        QVERIFY2(fragment.endsWith(u", unmasked, more fragments follow"_qs), qPrintable(fragment));
    }

    void brokenRulesInWords()
    {
        Recorder r(newPath());
        QVERIFY(r.get());
        const ConnectionId id = r.open();
        ws::FrameFields bad;
        bad.opcode = static_cast<ws::Opcode>(0xB);
        bad.rsv = 2;
        r.received(id, "<b>x</b>", bad);
        FrameListModel model;
        model.setCapture(r.get());
        const QModelIndex opcode = model.index(2, FrameListModel::Opcode);
        QCOMPARE(opcode.data().toString(), u"0xB"_qs);
        QCOMPARE(model.index(2, FrameListModel::Rsv).data().toString(), u"·1·"_qs);
        QCOMPARE(opcode.data(FrameListModel::SeverityRole).toInt(), int(ws::Severity::Error));
        const QString preview = model.index(2, FrameListModel::Preview).data().toString();
        QVERIFY2(preview.contains(u" · "_qs), qPrintable(preview)); // both rules
        const QString tip = opcode.data(Qt::ToolTipRole).toString();
        QVERIFY2(tip.startsWith(u"<qt>"_qs) && tip.contains(u"(RFC 6455 §5.2)"_qs), qPrintable(tip));
        QVERIFY(opcode.data(Qt::AccessibleTextRole).toString().contains(u"error: "_qs));
    }

    void insertsOnceATick()
    {
        Recorder r(newPath());
        QVERIFY(r.get());
        FrameListModel model;
        QAbstractItemModelTester tester(&model);
        model.setCapture(r.get());
        QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
        const ConnectionId id = r.open();
        for (int i = 0; i < 500; ++i)
            r.received(id, "x");
        QCOMPARE(model.rowCount(), 0);
        QCOMPARE(model.pendingRows(), std::uint64_t(502));
        model.poll();
        QCOMPARE(inserted.size(), 1);
        QCOMPARE(inserted.first().at(1).toInt(), 0);
        QCOMPARE(inserted.first().at(2).toInt(), 501);
        model.poll();
        QCOMPARE(inserted.size(), 1);
        QCOMPARE(model.totalRows(), std::uint64_t(502));
    }

    void frozenOnlyCounts()
    {
        Recorder r(newPath());
        QVERIFY(r.get());
        const ConnectionId id = r.open();
        FrameListModel model;
        QAbstractItemModelTester tester(&model);
        model.setCapture(r.get());
        model.setFrozen(true);
        r.received(id, "x");
        model.poll();
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(model.pendingRows(), std::uint64_t(1));
        model.setFrozen(false);
        QCOMPARE(model.rowCount(), 3);
        QCOMPARE(model.pendingRows(), std::uint64_t(0));
    }

    void frozenShowsWhatAFilterFinds()
    {
        Recorder r(newPath());
        QVERIFY(r.get());
        const ConnectionId id = r.open();
        r.received(id, "abc");
        FrameListModel model;
        QAbstractItemModelTester tester(&model);
        model.setCapture(r.get());
        model.setFrozen(true);
        r.received(id, "more abc"); // is there when the filter is chosen
        model.setFilter(filter::RowTest::carries("abc"));
        QTRY_VERIFY((model.poll(), model.rowCount() == 2));
        r.received(id, "abc again");
        QTRY_VERIFY((model.poll(), model.pendingRows() == 1));
        QCOMPARE(model.rowCount(), 2);
        model.setFrozen(false);
        QCOMPARE(model.rowCount(), 3);
    }

    void oneConnection()
    {
        Recorder r(newPath());
        QVERIFY(r.get());
        const ConnectionId a = r.open(); // rows 0, 1
        const ConnectionId b = r.open(); // rows 2, 3
        for (int i = 0; i < 10; ++i)
            r.received(i % 3 == 0 ? b : a, QByteArray::number(i));
        FrameListModel model;
        QAbstractItemModelTester tester(&model);
        model.setCapture(r.get());
        QCOMPARE(model.rowCount(), 14);
        model.setConnection(b);
        QCOMPARE(model.rowCount(), 6);
        QCOMPARE(model.totalRows(), std::uint64_t(14));
        QCOMPARE(model.rowIndexAt(0), RowIndex(2));
        QCOMPARE(model.rowIndexAt(3), RowIndex(7));
        QCOMPARE(model.modelRow(RowIndex(7)), 3);
        QCOMPARE(model.modelRow(RowIndex(6)), -1);
        QCOMPARE(model.modelRow(RowIndex(700)), -1);
        QCOMPARE(model.index(3, FrameListModel::Number).data().toString(), u"8"_qs);
        QCOMPARE(model.index(3, FrameListModel::Delta).data().toString(),
                 u"+3.00 µs"_qs); // to the row above, not to row 6
        QCOMPARE(model.index(3, FrameListModel::Preview).data().toString(), u"3"_qs);

        QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
        r.received(a, "not shown");
        model.poll();
        QCOMPARE(inserted.size(), 0);
        model.setFrozen(true);
        r.received(b, "later");
        model.poll();
        QCOMPARE(model.rowCount(), 6);
        QCOMPARE(model.pendingRows(), std::uint64_t(1));
        QCOMPARE(model.modelRow(RowIndex(15)), -1); // known, not yet inserted
        model.setFrozen(false);
        QCOMPARE(model.rowCount(), 7);
        model.setConnection(std::nullopt);
        QCOMPARE(model.rowCount(), 16);
        QCOMPARE(model.modelRow(RowIndex(15)), 15);
        model.setCapture(nullptr);
        QCOMPARE(model.rowCount(), 0);
    }

    void oneFilter()
    {
        Recorder r(newPath());
        QVERIFY(r.get());
        r.received(r.open(), "one");
        r.open();
        FrameListModel model;
        QAbstractItemModelTester tester(&model);
        model.setCapture(r.get());
        const int all = model.rowCount();
        QCOMPARE(all, 5);
        model.setFilter(filter::RowTest::field(filter::RowField::Row, 1, 2));
        QTRY_COMPARE(model.rowCount(), 2);
        QCOMPARE(model.rowIndexAt(0), RowIndex(1));
        QCOMPARE(model.modelRow(RowIndex(0)), -1);
        // The nearest that is shown.
        for (const auto &[row, shown] : {std::pair(0, 0), std::pair(1, 0), std::pair(2, 1), std::pair(4, 1)})
            QCOMPARE(model.modelRowNear(RowIndex(std::uint64_t(row))), shown);
        QVERIFY(!model.showsAny(RowIndex(0), RowIndex(0)) && !model.showsAny(RowIndex(3), RowIndex(4)));
        QVERIFY(model.showsAny(RowIndex(2), RowIndex(4)) && model.showsAny(RowIndex(0), RowIndex(1)));
        // Rows that nobody tested yet.
        QVERIFY(!model.showsAny(RowIndex(4), RowIndex(99)) && !model.showsAny(RowIndex(50), RowIndex(99)));
        QVERIFY(model.showsAny(RowIndex(2), RowIndex(99)));
        const FrameListModel::FilterState state = model.filterState();
        QCOMPARE(state.shown, 2u);
        QCOMPARE(state.total, std::uint64_t(all));
        QVERIFY(!state.running() && state.failure.isEmpty());
        // Together with a connection, and another capture keeps it.
        model.setConnection(ConnectionId(77));
        QCOMPARE(model.rowCount(), 0);
        QCOMPARE(model.modelRowNear(RowIndex(1)), -1);
        model.setConnection(std::nullopt);
        QCOMPARE(model.rowCount(), 2);
        model.setCapture(nullptr);
        model.setCapture(r.get());
        QCOMPARE(model.rowCount(), 2);
        model.setFilter(filter::RowTest::field(filter::RowField::Row, 1, 1) ||
                        filter::RowTest::field(filter::RowField::Row, 4, 4));
        QCOMPARE(model.modelRowNear(RowIndex(2)), 0);
        QCOMPARE(model.modelRowNear(RowIndex(3)), 1);
        model.setFilter(std::nullopt);
        QCOMPARE(model.rowCount(), all);
        QCOMPARE(model.modelRowNear(RowIndex(3)), 3);
        QVERIFY(model.showsAny(RowIndex(0), RowIndex(0)));
    }

    void oneFilterOfManyTests()
    {
        Recorder r(newPath());
        QVERIFY(r.get());
        const ConnectionId id = r.open();
        for (int i = 0; i < 1500; ++i)
            r.received(id, "one");
        FrameListModel model;
        model.setCapture(r.get());
        filter::RowTest test = filter::RowTest::field(filter::RowField::Length, 3);
        for (int i = 0; i < 12; ++i)
            test = test || test;
        model.setFilter(test);
        QVERIFY(model.filterState().running()); // nobody waits for it
        QTRY_COMPARE((model.poll(), model.rowCount()), 1500);
        r.received(id, "two"); // few rows are tested at once
        model.poll();
        QCOMPARE(model.rowCount(), 1501);
        QVERIFY(!model.filterState().running());
    }

    void oneConnectionOfManyRows()
    {
        const QString path = newPath();
        test::BigCapture big;
        big.frames = 250'000; // more than is tested at once
        QVERIFY(big.write(path).ok());
        auto capture = capture::Capture::open(path);
        QVERIFY(capture.ok() && (*capture)->load().ok());
        FrameListModel model;
        model.setCapture(capture->get());
        model.setConnection(ConnectionId(5)); // it has no row
        model.setConnection(ConnectionId(0));
        QTRY_VERIFY((model.poll(), model.rowCount() == 250'002));
        QCOMPARE(model.rowIndexAt(200'000), RowIndex(200'000));
        model.setConnection(ConnectionId(5));
        QCOMPARE(model.rowCount(), 0);
        model.poll();
        QCOMPARE(model.rowCount(), 0);
        model.setCapture(nullptr); // while the job runs
    }

    void textsOfManyRowsStayRight()
    {
        Recorder r(newPath());
        QVERIFY(r.get());
        const ConnectionId id = r.open();
        for (int i = 0; i < 1200; ++i)
            r.received(id, "payload " + QByteArray::number(i));
        FrameListModel model;
        model.setCapture(r.get());
        for (int pass = 0; pass < 2; ++pass) {
            for (int i = 0; i < 1200; ++i)
                QCOMPARE(model.index(i + 2, FrameListModel::Preview).data().toString(), u"payload %1"_qs.arg(i));
        }
    }
};

QTEST_MAIN(TestFrameListModel)
#include "tst_framelistmodel.moc"
