#include "ui/shell/urlhistory.h"

#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

using namespace framescope::ui;

class TestUrlHistory : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void secretsAreNotWritten()
    {
        QTemporaryDir folder;
        QSettings store(folder.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat);
        Settings settings(store);
        UrlHistory history(settings);
        const QStringList urls{u"wss://a.example/feed"_qs, u"wss://me:pw@b.example/"_qs,
                               u"ws://c.example/?token=abc"_qs, u"ws://d.example/?symbol=BTC"_qs};
        history.save(urls);
        QCOMPARE(history.load(), urls);
        QCOMPARE(settings.list(Setting::UrlHistory), (QStringList{urls[0], urls[3]}));
        QCOMPARE(UrlHistory(settings).load(), (QStringList{urls[0], urls[3]}));
    }
};

QTEST_GUILESS_MAIN(TestUrlHistory)
#include "tst_urlhistory.moc"
