#include "core/ws/findings.h"

#include <QCoreApplication>
#include <QFile>
#include <QHash>
#include <QProcess>
#include <QSet>
#include <QTest>

#include <algorithm>

using namespace framescope;

namespace
{
QString dataFile(const QString &name) { return QStringLiteral(FRAMESCOPE_SOURCE_DIR "/tests/data/") + name; }

/// RFC 4180, without line ends inside a value.
QStringList csvFields(const QString &line)
{
    QStringList fields(QString{});
    bool quoted = false;
    for (qsizetype i = 0; i < line.size(); ++i) {
        const QChar c = line[i];
        if (c == u'"') {
            if (quoted && i + 1 < line.size() && line[i + 1] == u'"')
                fields.last() += line[++i];
            else
                quoted = !quoted;
        } else if (c == u',' && !quoted) {
            fields.append(QString{});
        } else {
            fields.last() += c;
        }
    }
    return fields;
}

/// The lines of a table below its heading; empty when it cannot be read.
QList<QStringList> table(const QString &name)
{
    QList<QStringList> lines;
    QFile file(dataFile(name));
    if (!file.open(QIODevice::ReadOnly | QIODevice::Text))
        return lines;
    file.readLine();
    while (!file.atEnd())
        lines.append(csvFields(QString::fromUtf8(file.readLine()).trimmed()));
    return lines;
}

/// "function" and "function(row)" of every test of a program; nothing when it is not built.
const QSet<QString> &testsOf(const QString &program)
{
    static QHash<QString, QSet<QString>> known;
    const auto it = known.constFind(program);
    if (it != known.constEnd())
        return *it;
    QSet<QString> &tests = known[program];
    QProcess process;
    process.start(QCoreApplication::applicationDirPath() + QStringLiteral("/tst.") + program,
                  {QStringLiteral("-datatags")});
    if (!process.waitForFinished(60'000))
        return tests;
    for (const QByteArray &line : process.readAllStandardOutput().split('\n')) {
        // class function [row]
        const QString text = QString::fromUtf8(line).section(u' ', 1);
        const QString function = text.section(u' ', 0, 0);
        if (function.isEmpty())
            continue;
        tests.insert(function);
        const QString row = text.section(u' ', 1);
        if (!row.isEmpty())
            tests.insert(QStringLiteral("%1(%2)").arg(function, row));
    }
    return tests;
}

/// What is wrong with the name of a test: "program::function", "program::function(row)"; a star stands for the rest.
QString wrongWith(const QString &test)
{
    const QString program = test.section(QStringLiteral("::"), 0, 0);
    QString name = test.section(QStringLiteral("::"), 1);
    const QSet<QString> &tests = testsOf(program);
    if (tests.isEmpty())
        return QStringLiteral("the test program tst.%1 is not there").arg(program);
    if (name.endsWith(QLatin1String("*)")))
        name.chop(1);
    if (!name.endsWith(u'*') && tests.contains(name))
        return {};
    name.chop(1);
    const bool isRow = test.endsWith(QLatin1String("*)"));
    const bool some = test.contains(u'*') && std::any_of(tests.begin(), tests.end(), [&](const QString &one) {
                          return one.startsWith(name) && (isRow || !one.contains(u'('));
                      });
    return some ? QString() : QStringLiteral("%1 has no such test").arg(test);
}

/// "open: why", "n/a: why", "deviates: why": no test, for a reason that is told.
bool isReason(const QString &covered)
{
    for (const char *word : {"open: ", "n/a: ", "deviates: "}) {
        if (covered.startsWith(QLatin1String(word)))
            return covered.size() > 15;
    }
    return false;
}
} // namespace

/// The two tables that say which test covers what, held to be true: tests/data/bad-inputs.csv (every kind of bad input,
/// and the findings it shows) and tests/data/rfc-musts.csv (every sentence of the RFCs that binds an end).
class TestCoverage : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void badInputs_data();
    void badInputs();
    void everyCase();
    void everyFinding_data();
    void everyFinding();
    void musts_data();
    void musts();
    void mustsOfBothRfcs();
};

void TestCoverage::badInputs_data()
{
    QTest::addColumn<QString>("tests");
    QTest::addColumn<QString>("findings");
    for (const QStringList &line : table(QStringLiteral("bad-inputs.csv")))
        QTest::newRow(qPrintable(line.value(0) + u' ' + line.value(1))) << line.value(2) << line.value(3);
}

void TestCoverage::badInputs()
{
    QFETCH(QString, tests);
    QFETCH(QString, findings);
    if (!isReason(tests)) {
        for (const QString &test : tests.split(QStringLiteral(" ; "))) {
            const QString wrong = wrongWith(test);
            QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
        }
    }
    for (const QString &name : findings.split(u' ', Qt::SkipEmptyParts)) {
        const QByteArray octets = name.toLatin1();
        QVERIFY2(ws::findFinding({octets.constData(), std::size_t(octets.size())}) != nullptr, octets.constData());
    }
}

/// No case of the catalogue is left out.
void TestCoverage::everyCase()
{
    QSet<QString> there;
    for (const QStringList &line : table(QStringLiteral("bad-inputs.csv")))
        there.insert(line.value(0));
    const QString cases = QStringLiteral(
        "H01 H02 H03 H04 H06 H07 H08 H09 H11 H12 H13 H14 H15 H16 H17 H19 H20 H22 H23 H24 H25 H27 H28 H30 "
        "H32 H33 F01 F02 F03 F04 F05 F06 F07 F08 F09 F10 F11 F12 F13 F14 F15 F16 F17 F19 F20 F21 F22 "
        "F23 F24 F25 F26 F27 F28 F30 F32 F33 F34 F35 F36 F38 F39 F40 F42 F43 D01 D02 D03 D05 D06 D08 D10 "
        "D12 D14 T01 T03 T04 T05 T07 T08 T09 T10 T11 T13 T14 S01 S02 S03 S04 S05 S06 S07 S08 S09 S13 S14 "
        "X01 X05 X06");
    for (const QString &one : cases.split(u' '))
        QVERIFY2(there.contains(one), qPrintable(one));
}

void TestCoverage::everyFinding_data()
{
    QTest::addColumn<QString>("name");
    for (const ws::FindingInfo &line : ws::allFindings()) {
        const QString name = QString::fromLatin1(line.name.data(), qsizetype(line.name.size()));
        QTest::newRow(qPrintable(name)) << name;
    }
}

/// A finding that no bad input shows is one that nobody has seen.
void TestCoverage::everyFinding()
{
    QFETCH(QString, name);
    for (const QStringList &line : table(QStringLiteral("bad-inputs.csv"))) {
        if (!isReason(line.value(2)) && line.value(3).split(u' ').contains(name))
            return;
    }
    QFAIL("no case of tests/data/bad-inputs.csv shows this finding");
}

void TestCoverage::musts_data()
{
    QTest::addColumn<QString>("tests");
    for (const QStringList &line : table(QStringLiteral("rfc-musts.csv")))
        QTest::newRow(qPrintable(line.value(0) + u' ' + line.value(1) + u' ' + line.value(3))) << line.value(4);
}

void TestCoverage::musts()
{
    QFETCH(QString, tests);
    if (isReason(tests))
        return;
    for (const QString &test : tests.split(QStringLiteral(" ; "))) {
        const QString wrong = wrongWith(test);
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
    }
}

void TestCoverage::mustsOfBothRfcs()
{
    int websocket = 0;
    int deflate = 0;
    for (const QStringList &line : table(QStringLiteral("rfc-musts.csv"))) {
        QCOMPARE(line.size(), 5);
        QCOMPARE(line[0].toInt(), websocket + deflate + 1);
        QVERIFY((QStringList{u"client"_qs, u"server"_qs, u"both"_qs, u"intermediary"_qs}).contains(line[2]));
        websocket += line[1].startsWith(u"RFC 6455 §") ? 1 : 0;
        deflate += line[1].startsWith(u"RFC 7692 §") ? 1 : 0;
    }
    QVERIFY(websocket >= 100);
    QVERIFY(deflate >= 20);
}

QTEST_GUILESS_MAIN(TestCoverage)
#include "tst_coverage.moc"
