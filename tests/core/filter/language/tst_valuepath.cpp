#include "core/filter/language/valuepath.h"

#include "core/base/ids.h"

#include <QTest>

using namespace framescope;
using namespace framescope::filter;

class TestValuePath : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void steps_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QStringList>("steps");
        const auto row = [](const char *path, const QStringList &steps) {
            QTest::newRow(path) << QString::fromUtf8(path) << steps;
        };
        row("json.$.user.id", {u"user"_qs, u"id"_qs});
        row("json.user.id", {u"user"_qs, u"id"_qs});
        row("cbor.$.items[0].n", {u"items"_qs, u"0"_qs, u"n"_qs});
        row("json.$[*].n", {u"*"_qs, u"n"_qs});
        row("json.[2]", {u"2"_qs});
        row("json[2]", {u"2"_qs});
        row("json.$[\"a b\"]['c.d'][0]", {u"a b"_qs, u"c.d"_qs, u"0"_qs});
        row("json[\"a\\\"]\"]", {u"a\"]"_qs});
    }
    void steps()
    {
        QFETCH(QString, path);
        const ValuePath parsed = valuePathOf(path);
        QCOMPARE(parsed.problem, QString());
        QStringList steps;
        for (const PathStep &step : parsed.steps)
            steps.append(step.kind == PathStep::Kind::Key       ? step.key
                         : step.kind == PathStep::Kind::Element ? QString::number(step.element)
                                                                : u"*"_qs);
        QTEST(steps, "steps");
    }

    void keySteps_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("step");
        QTest::newRow("plain") << u"user_id"_qs << u".user_id"_qs;
        QTest::newRow("digits") << u"1"_qs << u".1"_qs;
        QTest::newRow("blank") << u"a b"_qs << u"[\"a b\"]"_qs;
        QTest::newRow("point") << u"a.b"_qs << u"[\"a.b\"]"_qs;
        QTest::newRow("quotes") << u"\"\\"_qs << u"[\"\\\"\\\\\"]"_qs;
        QTest::newRow("lines") << u"a\nb\r\tn"_qs << u"[\"a\\nb\\r\\tn\"]"_qs;
        QTest::newRow("bracket") << u"x\"]y"_qs << u"[\"x\\\"]y\"]"_qs;
    }
    void keySteps()
    {
        QFETCH(QString, key);
        QTEST(keyStep(key), "step");
        // It is read as what it was made of.
        const ValuePath path = valuePathOf(u"json.$%1.next"_qs.arg(keyStep(key)));
        QCOMPARE(path.problem, QString());
        QCOMPARE(path.steps.size(), std::size_t(2));
        QCOMPARE(path.steps[0].key, key);
    }

    void problems_data()
    {
        QTest::addColumn<QString>("path");
        for (const char *path : {"json", "json.", "json.$", "json.$.", "json.$.a..b", "json.$.a[", "json.$.a[x]",
                                 "json.$.a[-1]", "json.$.a[1", "json.$a", "json.$[\"a]", "json.$['a\"]"})
            QTest::newRow(path) << QString::fromLatin1(path);
    }
    void problems()
    {
        QFETCH(QString, path);
        QVERIFY(!valuePathOf(path).problem.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestValuePath)
#include "tst_valuepath.moc"
