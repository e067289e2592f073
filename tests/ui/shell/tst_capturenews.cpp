#include "ui/shell/capturenews.h"

#include "ui/support/messagebar.h"

#include <QLabel>
#include <QTemporaryDir>
#include <QTest>

#include <thread>

using namespace framescope;
using namespace framescope::ui;

class TestCaptureNews : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;

    static QStringList texts(const MessageBar &bar)
    {
        QStringList found;
        for (const QLabel *label : bar.findChildren<QLabel *>()) {
            if (!label->text().isEmpty())
                found += label->text();
        }
        return found;
    }

private Q_SLOTS:
    void aFollowedCaptureSaysSoUntilItEnds()
    {
        const QString path = m_dir.filePath(QStringLiteral("followed.pcapng"));
        auto writer = capture::Capture::create(path);
        QVERIFY(writer.ok());
        auto opened = capture::Capture::open(path);
        QVERIFY(opened.ok());
        MessageBar bar;
        CaptureNews news(bar);
        news.setCapture(opened->get());
        news.poll();
        QCOMPARE(bar.count(), 1);
        QVERIFY2(texts(bar).join(u'|').contains(QStringLiteral("recording to followed.pcapng")),
                 qPrintable(texts(bar).join(u'|')));
        news.poll();
        QCOMPARE(bar.count(), 1);
        std::jthread loader([&] { QVERIFY((*opened)->load({}, capture::Capture::Follow::WhileRecorded)); });
        writer->reset();
        loader.join();
        news.poll();
        QCOMPARE(bar.count(), 1);
        QVERIFY2(texts(bar).join(u'|').contains(QStringLiteral("has ended its recording")),
                 qPrintable(texts(bar).join(u'|')));
        news.setCapture(nullptr);
        QCOMPARE(bar.count(), 0);
    }

    void aCaptureThatCouldNotBeReadToItsEndIsNotComplete()
    {
        const QString path = m_dir.filePath(QStringLiteral("broken.pcapng"));
        auto writer = capture::Capture::create(path);
        QVERIFY(writer.ok());
        auto opened = capture::Capture::open(path);
        QVERIFY(opened.ok());
        MessageBar bar;
        CaptureNews news(bar);
        news.setCapture(opened->get());
        news.poll();
        QCOMPARE(bar.count(), 1);
        QFile broken(path);
        QVERIFY(broken.open(QIODevice::Append));
        broken.write(QByteArray(100, '\xFF'));
        broken.close();
        QVERIFY(!(*opened)->load({}, capture::Capture::Follow::WhileRecorded));
        news.poll();
        QVERIFY2(bar.count() == 0, qPrintable(texts(bar).join(u'|')));
    }

    void anOrdinaryFileHasNoNews()
    {
        const QString path = m_dir.filePath(QStringLiteral("ordinary.pcapng"));
        QVERIFY(capture::Capture::create(path).ok());
        auto opened = capture::Capture::open(path);
        QVERIFY(opened.ok());
        MessageBar bar;
        CaptureNews news(bar);
        news.setCapture(opened->get());
        news.poll();
        QCOMPARE(bar.count(), 0);
    }
};

QTEST_MAIN(TestCaptureNews)
#include "tst_capturenews.moc"
