#include "ui/shell/preferencelist.h"

#include <QSet>
#include <QTest>

using namespace framescope::ui;

class TestPreferenceList : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyLineIsWholeAndThereOnce()
    {
        QSet<int> seen;
        QSet<int> pages;
        for (const Preference &preference : allPreferences()) {
            QVERIFY2(!seen.contains(int(preference.setting)), preference.label);
            seen.insert(int(preference.setting));
            pages.insert(int(preference.page));
            QVERIFY(!preferenceText(preference.label).isEmpty());
            if (preference.kind == Preference::Kind::Number)
                QVERIFY2(preference.least < preference.most, preference.label);
            QCOMPARE(preference.kind == Preference::Kind::Choice, !preferenceChoices(preference.setting).isEmpty());
        }
        QCOMPARE(pages.size(), 4);
        for (const int page : pages)
            QVERIFY(!titleOf(static_cast<PreferencePage>(page)).isEmpty());
    }

    void aTextThatIsNoneStaysNone() { QVERIFY(preferenceText("").isEmpty()); }
};

QTEST_GUILESS_MAIN(TestPreferenceList)
#include "tst_preferencelist.moc"
