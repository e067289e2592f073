#include "ui/shell/settings.h"

#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

using namespace framescope::ui;

class TestSettings : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void defaultsThenWhatWasSet()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("settings.ini"));
        {
            QSettings store(path, QSettings::IniFormat);
            Settings settings(store);
            QCOMPARE(settings.text(Setting::Theme), QStringLiteral("desktop"));
            QVERIFY(settings.flag(Setting::DetailsVisible));
            QVERIFY(settings.list(Setting::UrlHistory).isEmpty());
            settings.set(Setting::Theme, QStringLiteral("dark"));
            settings.set(Setting::DetailsVisible, false);
            settings.set(Setting::Columns, QByteArray("\x01\x00\x02", 3));
        }
        QSettings store(path, QSettings::IniFormat);
        const Settings settings(store);
        QCOMPARE(settings.text(Setting::Theme), QStringLiteral("dark"));
        QVERIFY(!settings.flag(Setting::DetailsVisible));
        QCOMPARE(settings.bytes(Setting::Columns), QByteArray("\x01\x00\x02", 3));
    }
    void limitsOfTheRecording()
    {
        QTemporaryDir folder;
        QSettings store(folder.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat);
        Settings settings(store);
        QVERIFY(!rollLimits(settings).any());
        framescope::capture::RollLimits limits;
        limits.maxOctets = std::uint64_t(2048) << 20;
        limits.maxFrames = 1'000'000;
        limits.maxAge = std::chrono::hours(1);
        limits.keepParts = 5;
        setRollLimits(settings, limits);
        QCOMPARE(rollLimits(settings), limits);
        settings.set(Setting::RollMiB, -7);
        QCOMPARE(rollLimits(settings).maxOctets, std::uint64_t(0));
    }
    void changesAreTold()
    {
        QTemporaryDir folder;
        QSettings store(folder.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat);
        Settings settings(store);
        QList<Setting> told;
        connect(&settings, &Settings::changed, this, [&told](Setting setting) { told.append(setting); });
        settings.set(Setting::InflateRatio, 7);
        settings.set(Setting::InflateRatio, 7);
        QCOMPARE(told, QList<Setting>{Setting::InflateRatio});
    }
    void resetGoesBackToTheFirstStart()
    {
        QTemporaryDir folder;
        QSettings store(folder.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat);
        Settings settings(store);
        settings.set(Setting::InflateRatio, 7);
        QList<Setting> told;
        connect(&settings, &Settings::changed, this, [&told](Setting setting) { told.append(setting); });
        settings.reset(Setting::InflateRatio);
        settings.reset(Setting::InflateRatio);
        QCOMPARE(told, QList<Setting>{Setting::InflateRatio});
        QCOMPARE(settings.number(Setting::InflateRatio), 1000);
    }
    void historyKeepsTheNewestOnceAndFirst()
    {
        QTemporaryDir folder;
        QSettings store(folder.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat);
        Settings settings(store);
        for (const QString &url : {u"ws://a"_qs, u"ws://b"_qs, u"ws://a"_qs, u"ws://c"_qs})
            settings.pushFront(Setting::UrlHistory, url, 2);
        QCOMPARE(settings.list(Setting::UrlHistory), (QStringList{u"ws://c"_qs, u"ws://a"_qs}));
        settings.removeEntry(Setting::UrlHistory, u"ws://c"_qs);
        QCOMPARE(settings.list(Setting::UrlHistory), QStringList{u"ws://a"_qs});
    }
    void corruptFileReadsAsDefaults()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("settings.ini"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("\x00\xff[[[=\n@@Variant(garbage", 24);
        file.close();
        QSettings store(path, QSettings::IniFormat);
        const Settings settings(store);
        QCOMPARE(settings.text(Setting::Theme), QStringLiteral("desktop"));
        QVERIFY(settings.flag(Setting::SideVisible));
    }
};

QTEST_GUILESS_MAIN(TestSettings)
#include "tst_settings.moc"
