#include "core/filter/language/comparison.h"

#include "tests/core/capture/deflating.h"
#include "tests/core/filter/passing.h"

#include <QTemporaryDir>

using namespace framescope;
using namespace framescope::filter;
using namespace framescope::test;
using Type = FilterToken::Type;

namespace
{
Operand operand(const char *name)
{
    const QString text = QString::fromLatin1(name);
    return {findField(text), text, {}};
}

Value word(const char *text, const char *unit = "") { return {{}, QString::fromUtf8(text), QString::fromUtf8(unit)}; }

Value string(const char *text)
{
    Value value = word(qPrintable(u'"' + QString::fromUtf8(text) + u'"'));
    value.token.type = Type::String;
    value.token.value = text;
    return value;
}
} // namespace

class TestComparison : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;
    std::unique_ptr<Recording> m_recording;

private Q_SLOTS:
    void initTestCase()
    {
        m_recording = std::make_unique<Recording>(m_dir.filePath(u"comparison.pcapng"_qs));
        const ConnectionId id = m_recording->upgraded(); // 1, 2
        for (int size = 0; size < 8; ++size)
            m_recording->in(id, frame(ws::Opcode::Text, QByteArray(size, 'a'), false)); // 3 to 10
    }

    void ends_data()
    {
        QTest::addColumn<Type>("op");
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<int>("count");
        const auto row = [](const char *name, Type op, const char *value, int count) {
            QTest::newRow(name) << op << QByteArray(value) << count;
        };
        // Both heads are longer than any number here.
        row("less than the smallest", Type::Less, "0", 0);
        row("no more than it", Type::LessEqual, "0", 1);
        row("more than the largest", Type::Greater, "18446744073709551615", 0);
        row("at least it", Type::GreaterEqual, "18446744073709551615", 0);
        row("at most it", Type::LessEqual, "18446744073709551615", 10);
        row("less", Type::Less, "3", 3);
        row("greater", Type::Greater, "3", 6);
        row("equal", Type::Equal, "3", 1);
        row("another", Type::NotEqual, "3", 9);
    }
    void ends()
    {
        QFETCH(Type, op);
        QFETCH(QByteArray, value);
        QFETCH(int, count);
        const Compared compared = compare(operand("length"), op, word(value.constData()));
        QVERIFY2(compared.test.has_value(), qPrintable(compared.problem));
        QCOMPARE(int(passing(*m_recording->capture, *compared.test).size()), count);
    }

    void ranges()
    {
        const auto rows = [&](const char *field, const char *range, const char *unit = "") {
            const Compared compared = compareRange(operand(field), word(range, unit));
            return compared.test ? passing(*m_recording->capture, *compared.test) : QList<int>{-1};
        };
        QCOMPARE(rows("length", "1..3"), QList<int>({4, 5, 6}));
        QCOMPARE(rows("length", "3..1"), QList<int>({-1}));
        QCOMPARE(rows("length", "5"), QList<int>({8}));
        QCOMPARE(rows("length", "0..1", "KiB").size(), 10);
        QCOMPARE(rows("frame.number", "2..4"), QList<int>({2, 3, 4}));
        QCOMPARE(rows("frame.number", "0..0"), QList<int>());
        QCOMPARE(rows("text", "a..b"), QList<int>({-1}));
        QCOMPARE(rows("time", "1s..12:00"), QList<int>({-1}));
    }

    void presence()
    {
        const auto rows = [&](const char *field) {
            return passing(*m_recording->capture, *hasField(operand(field)).test).size();
        };
        QCOMPARE(rows("opcode"), 8);
        QCOMPARE(rows("payload"), 9); // the empty frame carries nothing
        QCOMPARE(rows("fin"), 8);
        QCOMPARE(rows("masked"), 0);
        QCOMPARE(rows("finding"), 0);
        QCOMPARE(rows("frame.number"), 10);
    }

    /// The last frame of a message may be empty, and has what it ends.
    void presenceOfMessages()
    {
        const QTemporaryDir dir;
        Recording r(dir.filePath(u"ends.pcapng"_qs));
        const ConnectionId id = deflating(r);                        // 1, 2
        r.in(id, rawFrame(0x41, compressed("inflated")));            // 3
        r.in(id, rawFrame(0x80, {}));                                // 4
        r.in(id, frame(ws::Opcode::Text, "plain", false, false));    // 5
        r.in(id, frame(ws::Opcode::Continuation, {}, false, false)); // 6
        r.in(id, frame(ws::Opcode::Continuation, {}, false));        // 7
        r.in(id, frame(ws::Opcode::Text, {}, false));                // 8
        QCOMPARE(int(r.capture->rowCount()), 8);
        for (const char *field : {"payload", "text"})
            QCOMPARE(passing(*r.capture, *hasField(operand(field)).test), QList<int>({1, 2, 4, 5, 7}));
    }

    void slices_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("good");
        QTest::addColumn<qint64>("from");
        QTest::addColumn<qint64>("count"); // -1: to the end
        QTest::newRow("one") << u"8"_qs << true << qint64(8) << qint64(1);
        QTest::newRow("from and count") << u"2:4"_qs << true << qint64(2) << qint64(4);
        QTest::newRow("to the end") << u"4:"_qs << true << qint64(4) << qint64(-1);
        QTest::newRow("from the start") << u":4"_qs << true << qint64(0) << qint64(4);
        QTest::newRow("from behind") << u"-2:"_qs << true << qint64(-2) << qint64(-1);
        QTest::newRow("nothing") << QString() << false << qint64(0) << qint64(0);
        QTest::newRow("a colon") << u":"_qs << false << qint64(0) << qint64(0);
        QTest::newRow("words") << u"a:b"_qs << false << qint64(0) << qint64(0);
        QTest::newRow("too large") << u"99999999999999999999"_qs << false << qint64(0) << qint64(0);
        QTest::newRow("beyond a signed number") << u"9223372036854775808"_qs << false << qint64(0) << qint64(0);
        QTest::newRow("negative count") << u"0:-1"_qs << false << qint64(0) << qint64(0);
    }
    void slices()
    {
        QFETCH(QString, text);
        QFETCH(bool, good);
        Operand payload = operand("payload");
        QCOMPARE(payload.setSlice(text), good);
        QCOMPARE(payload.slice.has_value(), good);
        if (!good)
            return;
        QTEST(qint64(payload.slice->from), "from");
        QTEST(payload.slice->count ? qint64(*payload.slice->count) : qint64(-1), "count");
    }

    void problems_data()
    {
        QTest::addColumn<QByteArray>("field");
        QTest::addColumn<Type>("op");
        QTest::addColumn<bool>("quoted");
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<QString>("problem");
        const auto row = [](const char *field, Type op, bool quoted, const char *value, const char *problem) {
            QTest::addRow("%s %s", field, value)
                << QByteArray(field) << op << quoted << QByteArray(value) << QString::fromUtf8(problem);
        };
        row("fin", Type::Equal, false, "yes", "fin is 0 or 1");
        row("length", Type::Equal, true, "5", "length is compared with a number, not with a string");
        row("length", Type::Equal, false, "five", "five is no number of bytes: write 100, 0x64 or 1.5 KiB");
        row("delta", Type::Equal, false, "soon", "soon is no duration: write 200 ms or 1.5 s");
        row("dir", Type::Equal, false, "up", "up is no value of dir; use one of in, out, received, sent");
        row("conn", Type::Equal, false, "x", "x is no whole number");
        row("text", Type::Less, true, "a", "text is a text: compare it with ==, !=, contains or matches");
        row("opcode", Type::Matches, true, "a", "opcode is no text that could match");
        row("message.ratio", Type::Equal, false, "x", "x is no ratio: write 4 or 2.5");
    }
    void problems()
    {
        QFETCH(QByteArray, field);
        QFETCH(Type, op);
        QFETCH(bool, quoted);
        QFETCH(QByteArray, value);
        const Compared compared =
            compare(operand(field.constData()), op, quoted ? string(value.constData()) : word(value.constData()));
        QVERIFY(!compared.test);
        QTEST(compared.problem, "problem");
    }
};

QTEST_GUILESS_MAIN(TestComparison)
#include "tst_comparison.moc"
