#include "ui/support/language.h"

#include <QCoreApplication>
#include <QLocale>
#include <QTest>

using namespace framescope::ui;

class TestLanguage : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void chosen_data()
    {
        QTest::addColumn<QString>("choice");
        QTest::addColumn<QStringList>("preferred");
        QTest::addColumn<QString>("language");
        const auto row = [](const char *choice, const QStringList &preferred, const char *language) {
            QTest::addRow("%s, %s", choice, qPrintable(preferred.join(u' ')))
                << QString::fromLatin1(choice) << preferred << QString::fromLatin1(language);
        };
        const QStringList chinese{QStringLiteral("zh-Hans-CN"), QStringLiteral("zh-CN"), QStringLiteral("zh")};
        row("en", chinese, "en");
        row("zh_CN", {QStringLiteral("en-US")}, "zh_CN");
        row("system", chinese, "zh_CN");
        row("system", {}, "en");
        row("system", {QStringLiteral("zh_CN.UTF-8")}, "zh_CN");
        row("system", {QStringLiteral("zh_CN.GB18030@pinyin")}, "zh_CN");
        row("system", {QStringLiteral("zh_SG")}, "zh_CN");
        row("system", {QStringLiteral("zh")}, "zh_CN");
        // Traditional characters are another written language.
        row("system", {QStringLiteral("zh-Hant-TW"), QStringLiteral("zh-TW")}, "en");
        row("system", {QStringLiteral("zh-TW"), QStringLiteral("zh-CN")}, "zh_CN");
        row("system", {QStringLiteral("fr-FR"), QStringLiteral("zh-CN")}, "zh_CN");
        row("system", {QStringLiteral("en-GB"), QStringLiteral("zh-CN")}, "en");
        row("system", {QStringLiteral("C")}, "en");
        row("system", {QStringLiteral("de-DE")}, "en");
        row("tlh", chinese, "zh_CN"); // a setting from another version
        row("", chinese, "zh_CN");
    }
    void chosen()
    {
        QFETCH(QString, choice);
        QFETCH(QStringList, preferred);
        QTEST(languageFor(choice, preferred), "language");
    }

    void choicesBeginWithTheSystem()
    {
        QStringList ids;
        for (const LanguageChoice &choice : languageChoices()) {
            ids.append(choice.id);
            QVERIFY(!choice.name.isEmpty());
        }
        QCOMPARE(ids, (QStringList{QStringLiteral("system"), QStringLiteral("en"), QStringLiteral("zh_CN")}));
    }

    void wordsFollowTheChoice()
    {
        const auto word = [] { return QCoreApplication::translate("Shortcuts", "&Connect"); };
        const QLocale before;
        QCOMPARE(currentLanguage(), QStringLiteral("en"));
        useLanguage(*QCoreApplication::instance(), QStringLiteral("zh_CN"));
        QCOMPARE(currentLanguage(), QStringLiteral("zh_CN"));
        QCOMPARE(word(), QStringLiteral("连接(&C)"));
        QCOMPARE(QLocale().language(), QLocale::Chinese);
        useLanguage(*QCoreApplication::instance(), QStringLiteral("en"));
        QCOMPARE(currentLanguage(), QStringLiteral("en"));
        QCOMPARE(word(), QStringLiteral("&Connect"));
        // The tests' locale is C, which asks for English.
        useLanguage(*QCoreApplication::instance(), QStringLiteral("system"));
        QCOMPARE(QLocale().name(), QLocale::system().name());
    }

    void englishHasItsPlurals()
    {
        const auto times = [](int n) {
            return QCoreApplication::translate("framescope::ui::MessageBar", "%1 (%n times)", nullptr, n);
        };
        useLanguage(*QCoreApplication::instance(), QStringLiteral("en"));
        QCOMPARE(times(1), QStringLiteral("%1 (once)"));
        QCOMPARE(times(7), QStringLiteral("%1 (7 times)"));
    }
};

QTEST_GUILESS_MAIN(TestLanguage)
#include "tst_language.moc"
