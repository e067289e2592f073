#include "core/filter/rowscan.h"

#include "core/filter/language/filterparser.h"
#include "tests/core/filter/passing.h"
#include "tests/support/bigcapture.h"

#include <QTemporaryDir>

using namespace framescope;
using namespace framescope::filter;
using namespace framescope::test;

class TestRowScan : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;
    std::unique_ptr<capture::Capture> m_capture;

    QList<std::uint64_t> found(const RowTest &test, std::uint64_t from, std::size_t count)
    {
        RowScan scan(*m_capture, test);
        std::vector<std::uint64_t> words(RowScan::blockWords, 0xDEAD);
        if (auto done = scan.run(RowIndex(from), count, words.data()); !done)
            qFatal("%s", qPrintable(done.error().message));
        QList<std::uint64_t> rows;
        for (std::size_t i = 0; i < (count + 63) / 64 * 64; ++i) {
            if (((words[i / 64] >> (i % 64)) & 1) != 0)
                rows.append(from + i);
        }
        return rows;
    }

private Q_SLOTS:
    void initTestCase()
    {
        const QString path = m_dir.filePath(u"big.pcapng"_qs);
        BigCapture big;
        big.frames = 40'000; // more than one piece of the index
        big.binaryEvery = 8;
        big.wordEvery = 12;
        QVERIFY(big.write(path).ok());
        m_capture = reopened(path);
        QCOMPARE(m_capture->rowCount(), std::uint64_t(40'002));
    }

    void octetsOfDroppedFilesAnswerNothing()
    {
        Recording r(m_dir.filePath(u"rolling.pcapng"_qs));
        const ConnectionId id = r.upgraded();
        r.event(id, capture::EventKind::Note); // row 3
        capture::RollLimits limits;
        limits.maxFrames = 2;
        limits.keepParts = 1;
        r.capture->setRolling(limits);
        for (int i = 0; i < 9; ++i)
            r.in(id, frame(ws::Opcode::Text, "{\"a\":1}", false));
        const auto kept = int(r.capture->firstKeptRow());
        const auto rows = int(r.capture->rowCount());
        QVERIFY(kept > 2 && kept < rows);
        for (const char *filter : {"json.$.a == 1", "text matches '^.'", "payload[0] == 7b"}) {
            const QList<int> found = passing(*r.capture, parseFilter(QString::fromLatin1(filter)).test);
            QVERIFY2(!found.isEmpty() && found.front() > kept && found.back() <= rows, filter);
        }
        // Nor its opposite.
        for (const char *filter : {"not (text contains \"a\")", "not (text == \"x\")", "not (text matches 'x')",
                                   "not (payload[0] == 00)", "json.$.a not in {1}", "not (decoded.$.a == 2)"}) {
            const ParsedFilter parsed = parseFilter(QString::fromLatin1(filter) + u" and opcode == text"_qs);
            QVERIFY2(parsed.ok(), filter);
            std::uint64_t undecided = 0;
            const QList<int> found = passing(*r.capture, parsed.test, &undecided);
            QVERIFY2(found.isEmpty() || found.front() > kept, filter);
            QVERIFY2(undecided == 0, filter);
        }
        // What does not hang on them passes.
        QCOMPARE(passing(*r.capture, parseFilter(u"not (text contains \"a\") or opcode == text").test).size(),
                 rows - 2);
        QCOMPARE(passing(*r.capture, parseFilter(u"not (text contains a) and event == note").test), QList<int>({3}));
    }

    /// A frame that began in a file that was dropped is a row of the next file, and cannot be read.
    void framesOverTheBorderOfADroppedFile_data()
    {
        QTest::addColumn<int>("size");
        QTest::addColumn<bool>("fragments");
        QTest::newRow("in one run") << 300 << false;
        QTest::newRow("in several pieces") << 200'000 << false;
        QTest::newRow("over what is read whole") << 1'500'000 << false;
        QTest::newRow("the first of several frames") << 300 << true;
        QTest::newRow("the first of several long ones") << 200'000 << true;
    }
    void framesOverTheBorderOfADroppedFile()
    {
        QFETCH(int, size);
        QFETCH(bool, fragments);
        Recording r(m_dir.filePath(u"border%1-%2.pcapng"_qs.arg(size).arg(fragments)));
        const ConnectionId id = r.upgraded();
        const ConnectionId other = r.upgraded();
        const QByteArray text = "{\"id\":1,\"result\":\"" + QByteArray(size, 'x') + "\"}";
        const QByteArray octets = fragments ? frame(ws::Opcode::Text, text.left(size / 2), false, false) +
                                                  frame(ws::Opcode::Continuation, text.mid(size / 2), false)
                                            : frame(ws::Opcode::Text, text, false);
        r.in(id, octets.left(size / 3));
        capture::RollLimits limits;
        limits.maxFrames = 1;
        limits.keepParts = 1;
        r.capture->setRolling(limits);
        r.in(other, frame(ws::Opcode::Text, "the file is full", false));
        r.capture->setRolling({});
        const std::uint64_t over = r.capture->rowCount();
        r.in(id, octets.mid(size / 3));
        r.in(id, frame(ws::Opcode::Text, "{\"id\":2,\"result\":\"xyz\"}", false));
        const std::uint64_t last = r.capture->rowCount() - 1;
        QCOMPARE(last, over + (fragments ? 2 : 1));
        QVERIFY(r.capture->firstKeptRow() > 0 && r.capture->firstKeptRow() <= over);
        QVERIFY(r.capture->octetsDropped(RowIndex(0)));
        QVERIFY(r.capture->octetsDropped(RowIndex(over)));
        QVERIFY(!r.capture->octetsDropped(RowIndex(last)));
        for (const char *filter : {"text contains \"yz\"", "text matches \"yz\"", "json.$.result == \"xyz\"",
                                   "payload[-2:2] == 227d", "decoded.$.id == 2"}) {
            const ParsedFilter parsed = parseFilter(QString::fromLatin1(filter));
            QVERIFY2(parsed.ok(), filter);
            const QList<int> found = passing(*r.capture, parsed.test);
            QVERIFY2(found.contains(int(last) + 1) && !found.contains(int(over) + 1), filter);
        }
        // Of a message that begins there nobody knows all: its last frame passes neither a question nor its opposite.
        for (const char *filter : {"text contains 'y!'", "text matches 'y!'", "text == y", "payload[0] == 00",
                                   "json.$.result == 1", "decoded.$.id == 2"}) {
            std::uint64_t undecided = 0;
            const QString either = u"%1 or not (%1)"_qs.arg(QString::fromLatin1(filter));
            const QList<int> found = passing(*r.capture, parseFilter(either).test, &undecided);
            QVERIFY2(found.contains(int(last) + 1) && !found.contains(int(fragments ? last : over + 1)), filter);
            QVERIFY2(undecided == 0, filter);
        }
        // What cannot be read is nothing, and no empty text.
        QCOMPARE(passing(*r.capture, parseFilter(u"text == \"\""_qs).test), QList<int>());
        QCOMPARE(passing(*r.capture, parseFilter(u"rtt > 1 s || text contains \"x\\\"\"").test).size(),
                 fragments ? 1 : 0);
    }

    /// Between two reads of a frame that is not read whole: the row passes nothing, and those behind it are asked on.
    void aFileDroppedWhileItIsRead()
    {
        class TwoReads final : public filter::RowQuestion
        {
        public:
            explicit TwoReads(std::function<void()> between) : m_between(std::move(between)) {}
            Result<Answer> ask(const filter::RowAsked &asked, const std::stop_token &) const override
            {
                constexpr std::uint64_t half = 1'000'000;
                const Result<QByteArray> begin = asked.reader.payload(asked.row, 0, half);
                if (!begin)
                    return begin.error();
                m_between();
                const Result<QByteArray> rest = asked.reader.payload(asked.row, half, half);
                if (!rest)
                    return rest.error();
                return rest->endsWith("needle") ? Answer::Yes : Answer::No;
            }

        private:
            std::function<void()> m_between;
        };
        Recording r(m_dir.filePath(u"while.pcapng"_qs));
        const ConnectionId id = r.upgraded();
        const QByteArray large = frame(ws::Opcode::Text, QByteArray(1'500'000, 'x') + "needle", false);
        r.in(id, large);
        r.in(id, large + frame(ws::Opcode::Text, "small needle", false));
        bool dropped = false;
        const auto drop = [&] {
            if (std::exchange(dropped, true))
                return;
            capture::RollLimits limits;
            limits.maxFrames = 1;
            limits.keepParts = 1;
            r.capture->setRolling(limits);
            r.in(id, frame(ws::Opcode::Text, "the file is full", false));
            r.capture->setRolling({});
            r.in(id, large);
        };
        // The last asks for octets that the same block had before.
        const filter::RowTest twice = filter::RowTest::asks(std::make_shared<TwoReads>(drop));
        const filter::RowTest test = (twice || filter::RowTest::carries("needle")) && filter::RowTest::carries("xn");
        filter::RowScan scan(*r.capture, test);
        std::uint64_t word = ~std::uint64_t(0);
        QVERIFY(scan.run(RowIndex(2), 3, &word));
        QVERIFY(dropped && r.capture->octetsDropped(RowIndex(2)));
        QCOMPARE(word, std::uint64_t(0));
        QCOMPARE(scan.undecided(), std::uint64_t(0));
        const auto rows = static_cast<std::size_t>(r.capture->rowCount());
        QVERIFY(scan.run(RowIndex(0), rows, &word));
        QCOMPARE(word, std::uint64_t(1) << (rows - 1));
    }

    void combinations_data()
    {
        // Frame n is row n + 2; it is binary when 8 divides n and carries the word when 12 does.
        QTest::addColumn<int>("which");
        const char *const names[] = {"everything", "field", "octets", "both", "either", "not", "nested"};
        for (int i = 0; i < 7; ++i)
            QTest::newRow(names[i]) << i;
    }
    void combinations()
    {
        QFETCH(int, which);
        const RowTest binary = RowTest::field(RowField::Opcode, 2);
        const RowTest word = RowTest::carries(BigCapture::word);
        const RowTest tests[] = {RowTest(),
                                 binary,
                                 word,
                                 binary && word,
                                 binary || word,
                                 !binary,
                                 !(binary && !word) && RowTest::field(RowField::Kind, 0)};
        const auto expected = [which](std::uint64_t row) {
            const bool frame = row >= 2;
            const bool isBinary = frame && (row - 2) % 8 == 0;
            const bool hasWord = frame && (row - 2) % 12 == 0;
            const bool answers[] = {true,
                                    isBinary,
                                    hasWord,
                                    isBinary && hasWord,
                                    isBinary || hasWord,
                                    !isBinary,
                                    !(isBinary && !hasWord) && frame};
            return answers[which];
        };
        // Whole and odd blocks, and one over the border of two pieces of the index, which meet inside a word.
        for (const auto &[from, count] : {std::pair<std::uint64_t, std::size_t>{0, 8192},
                                          {0, 1},
                                          {1, 63},
                                          {5, 200},
                                          {32'760, 8192 - 8},
                                          {32'001, 7000},
                                          {40'001, 1}}) {
            QList<std::uint64_t> rows;
            for (std::uint64_t row = from; row < from + count && row < m_capture->rowCount(); ++row) {
                if (expected(row))
                    rows.append(row);
            }
            const std::size_t there = std::size_t(std::min<std::uint64_t>(count, m_capture->rowCount() - from));
            QCOMPARE(found(tests[which], from, there), rows);
        }
    }

    void nothingIsReadForNobody()
    {
        // Rows that the header rules out are not fetched: the file may as well be gone.
        QFile file(m_capture->path());
        const qint64 size = file.size();
        QVERIFY(file.resize(100));
        QCOMPARE(found(RowTest::field(RowField::Length, 1'000'000) && RowTest::carries("x"), 20'000, 100),
                 QList<std::uint64_t>());
        RowScan scan(*m_capture, RowTest::carries("x"));
        std::uint64_t words[2];
        QVERIFY(!scan.run(RowIndex(20'000), 100, words));
        QVERIFY(file.resize(size));
    }
};

QTEST_GUILESS_MAIN(TestRowScan)
#include "tst_rowscan.moc"
