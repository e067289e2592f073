#include "core/filter/language/likethis.h"

#include "core/filter/language/filterparser.h"
#include "core/filter/rowscan.h"
#include "tests/core/capture/deflating.h"

#include <QTemporaryDir>

using namespace framescope;
using namespace framescope::filter;
using namespace framescope::test;

class TestLikeThis : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;

private Q_SLOTS:
    void everyFieldFindsItsRow()
    {
        Recording r(m_dir.filePath(u"all.pcapng"_qs));
        recordAll(r);
        const ConnectionId deflated = deflating(r);
        const QByteArray message = compressed("{\"inflated\":true}");
        r.in(deflated, rawFrame(0xC1, message));
        r.in(deflated, rawFrame(0x41, message.left(5)) + rawFrame(0x80, message.mid(5)));
        capture::CaptureReader reader(*r.capture);
        capture::PayloadCursor payloads(*r.capture);
        int made = 0;
        for (std::uint64_t i = 0; i < r.capture->rowCount(); ++i) {
            for (const Field &each : fields()) {
                const QString text = likeThis({*r.capture, reader, payloads, RowIndex(i)}, each.id);
                if (text.isEmpty())
                    continue;
                ++made;
                const ParsedFilter parsed = parseFilter(text);
                QVERIFY2(parsed.ok(), qPrintable(text));
                RowScan scan(*r.capture, parsed.test);
                std::uint64_t word = 0;
                QVERIFY(scan.run(RowIndex(i), 1, &word).ok());
                QVERIFY2(word == 1, qPrintable(u"row %1: %2"_qs.arg(i).arg(text)));
                // And the other way round it is hidden.
                RowScan without(*r.capture, parseFilter(combined({}, text, true)).test);
                QVERIFY(without.run(RowIndex(i), 1, &word).ok());
                QCOMPARE(word, 0u);
            }
        }
        QVERIFY(made > 200);
    }

    void values_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("value");
        QTest::addColumn<bool>("isText");
        QTest::addColumn<QString>("filter");
        QTest::newRow("number") << u"json.$.a"_qs << u"17"_qs << false << u"json.$.a == 17"_qs;
        QTest::newRow("text") << u"json.$.a"_qs << u"a \"b\"\n"_qs << true << u"json.$.a == \"a \\\"b\\\"\\n\""_qs;
        QTest::newRow("odd key") << u"json.$[\"a b\"]"_qs << u"x"_qs << true << u"json.$[\"a b\"] == \"x\""_qs;
        QTest::newRow("no path") << u"json.$.a b"_qs << u"x"_qs << true << QString();
    }
    void values()
    {
        QFETCH(QString, name);
        QFETCH(QString, value);
        QFETCH(bool, isText);
        QTEST(valueIs(name, value, isText), "filter");
    }

    void together()
    {
        QCOMPARE(combined(u" "_qs, u"fin == 1"_qs, false), u"fin == 1"_qs);
        QCOMPARE(combined({}, u"fin == 1"_qs, true), u"not (fin == 1)"_qs);
        QCOMPARE(combined(u"masked"_qs, u"fin == 1"_qs, true), u"masked and not (fin == 1)"_qs);
        QCOMPARE(combined(u"masked or rsv1"_qs, u"fin == 1"_qs, false), u"(masked or rsv1) and fin == 1"_qs);
        QCOMPARE(combined(u"masked || rsv1"_qs, u"fin == 1"_qs, false), u"(masked || rsv1) and fin == 1"_qs);
        QCOMPARE(combined(u"fin or(rsv1)"_qs, u"fin == 1"_qs, false), u"(fin or(rsv1)) and fin == 1"_qs);
        QCOMPARE(combined(u"text == \" or \""_qs, u"fin == 1"_qs, false), u"text == \" or \" and fin == 1"_qs);
    }
};

QTEST_GUILESS_MAIN(TestLikeThis)
#include "tst_likethis.moc"
