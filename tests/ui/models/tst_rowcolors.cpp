#include "ui/models/rowcolors.h"

#include "core/filter/language/filterparser.h"
#include "tests/core/capture/recording.h"

#include <QSignalSpy>
#include <QTemporaryDir>

using namespace framescope;
using namespace framescope::ui;

class TestRowColors : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;

    static filter::RowTest test(const char *text) { return filter::parseFilter(QString::fromUtf8(text)).test; }

private Q_SLOTS:
    void firstRuleThatHoldsCounts()
    {
        test::Recording r(m_dir.filePath(QStringLiteral("a.pcapng")));
        const ConnectionId id = r.upgraded();
        r.in(id, test::frame(ws::Opcode::Text, "red", false) + test::frame(ws::Opcode::Text, "blue", false) +
                     test::frame(ws::Opcode::Ping, "red", false));
        RowColors colors;
        QSignalSpy changed(&colors, &RowColors::changed);
        const auto of = [&](std::uint64_t row) { return colors.colorOf(RowIndex(row)).value_or(-1); };
        colors.setCapture(r.capture.get());
        QCOMPARE(of(2), -1);
        // The index knows at once.
        colors.setRules({{test("opcode == ping"), 4}, {test("opcode in {text, ping}"), 2}});
        QCOMPARE(changed.count(), 1);
        QCOMPARE(of(0), -1);
        QCOMPARE(of(2), 2);
        QCOMPARE(of(4), 4);
        // What must be read comes later, and never waits for itself.
        colors.setRules({{test("opcode == ping"), 4}, {test("text contains \"red\""), 0}, {test("opcode == text"), 2}});
        changed.clear();
        QCOMPARE(of(4), 4);
        QCOMPARE(of(2), -1);
        QCOMPARE(of(3), -1);
        QTRY_COMPARE(changed.count(), 1);
        QCOMPARE(of(2), 0);
        QCOMPARE(of(3), 2);
        QCOMPARE(of(4), 4);
        colors.forget();
        QCOMPARE(of(2), -1);
        QTRY_COMPARE(of(2), 0);
        colors.setRules({});
        QCOMPARE(of(2), -1);
        colors.setRules({{test("text contains \"red\""), 0}});
        QCOMPARE(of(2), -1);
        colors.setCapture(nullptr);
        QCOMPARE(of(2), -1);
    }
};

QTEST_GUILESS_MAIN(TestRowColors)
#include "tst_rowcolors.moc"
