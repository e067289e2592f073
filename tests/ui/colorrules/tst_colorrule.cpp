#include "ui/colorrules/colorrule.h"

#include "core/filter/language/filterparser.h"

#include <QTest>

using namespace framescope;
using namespace framescope::ui;

class TestColorRule : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void defaultsAreRightAndOff()
    {
        QVERIFY(!defaultColorRules().empty());
        for (const ColorRule &rule : defaultColorRules()) {
            const auto parsed = filter::parseFilter(rule.filter);
            QVERIFY2(parsed.ok(), qPrintable(rule.filter));
            QVERIFY(!rule.on && !rule.name.isEmpty());
        }
    }

    void isRemembered()
    {
        const std::vector<ColorRule> rules{{QStringLiteral("a \"b\""), QStringLiteral("fin"), 3, true},
                                           {{}, QStringLiteral("text contains \"é\""), 7, false}};
        QVERIFY(colorRulesFrom(toSettings(rules)) == rules);
        QVERIFY(colorRulesFrom(toSettings({})).empty());
        QVERIFY(colorRulesFrom({}) == defaultColorRules());
        const auto odd =
            colorRulesFrom({QStringLiteral("nonsense"), QStringLiteral("{\"filter\":\"fin\",\"color\":99}")});
        QCOMPARE(odd.size(), 1u);
        QCOMPARE(odd[0].color, Colors::ruleCount - 1);
    }

    /// The names of today, and one that was a default before.
    void nameSaysError()
    {
        QCOMPARE(defaultColorRules().front().name, QStringLiteral("Errors"));
        const auto before = colorRulesFrom(
            {QStringLiteral("{\"name\":\"Violations\",\"filter\":\"severity == error\",\"color\":0,\"on\":true}")});
        QVERIFY((before ==
                 std::vector<ColorRule>{{QStringLiteral("Violations"), QStringLiteral("severity == error"), 0, true}}));
    }

    void everyColorHasAName()
    {
        QStringList names;
        for (int i = 0; i < Colors::ruleCount; ++i)
            names.append(colorName(i));
        QCOMPARE(names.removeDuplicates(), 0);
        QVERIFY(!names.contains(QString()));
    }
};

QTEST_APPLESS_MAIN(TestColorRule)
#include "tst_colorrule.moc"
