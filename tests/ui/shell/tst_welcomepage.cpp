#include "ui/shell/welcomepage.h"

#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace framescope;
using namespace framescope::ui;

class TestWelcomePage : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void buttonsAskForTheFirstSteps()
    {
        WelcomePage page;
        QSignalSpy demo(&page, &WelcomePage::demoRequested);
        QSignalSpy url(&page, &WelcomePage::urlRequested);
        QSignalSpy open(&page, &WelcomePage::openRequested);
        page.findChild<QPushButton *>(QStringLiteral("welcomeDemo"))->click();
        page.findChild<QPushButton *>(QStringLiteral("welcomeUrl"))->click();
        page.findChild<QPushButton *>(QStringLiteral("welcomeOpen"))->click();
        QCOMPARE(demo.count() + url.count() + open.count(), 3);
        QCOMPARE(demo.count(), 1);
    }

    void unsavedCapturesAreOffered()
    {
        WelcomePage page;
        const auto buttons = [&page](const QString &text) {
            QList<QPushButton *> found;
            for (QPushButton *button : page.findChildren<QPushButton *>()) {
                if (button->text() == text)
                    found += button;
            }
            return found;
        };
        std::vector<capture::CaptureStore::UnsavedCapture> captures;
        for (int i = 0; i < 7; ++i)
            captures.push_back({QStringLiteral("/store/%1.pcapng").arg(i), 1000, QDateTime::currentDateTimeUtc()});
        page.setUnsaved(captures);
        QCOMPARE(buttons(QStringLiteral("Open")).size(), 5);
        bool more = false;
        for (const QLabel *label : page.findChildren<QLabel *>())
            more = more || label->text().startsWith(QStringLiteral("2 more"));
        QVERIFY(more);
        QSignalSpy open(&page, &WelcomePage::unsavedOpenRequested);
        QSignalSpy remove(&page, &WelcomePage::unsavedRemoveRequested);
        buttons(QStringLiteral("Open")).at(2)->click();
        buttons(QStringLiteral("Delete")).at(0)->click();
        QCOMPARE(open[0][0].toString(), QStringLiteral("/store/2.pcapng"));
        QCOMPARE(remove[0][0].toString(), QStringLiteral("/store/0.pcapng"));
        page.setUnsaved({});
        QVERIFY(buttons(QStringLiteral("Open")).isEmpty());
    }
};

QTEST_MAIN(TestWelcomePage)
#include "tst_welcomepage.moc"
