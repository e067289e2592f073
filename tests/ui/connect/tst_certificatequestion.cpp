#include "ui/connect/certificatequestion.h"

#include "ui/support/messagebar.h"

#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace framescope;
using namespace framescope::ui;

class TestCertificateQuestion : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void asksAndAccepts()
    {
        MessageBar bar;
        CertificateQuestion question(bar);
        QSignalSpy accepted(&question, &CertificateQuestion::accepted);
        QSignalSpy caFile(&question, &CertificateQuestion::caFileRequested);
        const QByteArray sha256(32, '\x0f');
        question.ask(ConnectionId(7), QStringLiteral("host.example"), QStringLiteral("It is self-signed (%1)."), sha256,
                     QStringLiteral("Subject: x"));
        bar.show();
        QCOMPARE(bar.count(), 1);
        const QString text = bar.findChild<QLabel *>(QStringLiteral("messageText"))->text();
        QVERIFY(text.contains(QStringLiteral("host.example")));
        QVERIFY(text.contains(QStringLiteral("It is self-signed (%1).")));
        QVERIFY(text.contains(fingerprintText(sha256)));
        QTest::mouseClick(bar.findChild<QPushButton *>(QStringLiteral("messageAction1")), Qt::LeftButton);
        QCOMPARE(caFile.count(), 1);
        QCOMPARE(caFile.last().at(0).value<ConnectionId>(), ConnectionId(7));
        QCOMPARE(bar.count(), 1);
        QTest::mouseClick(bar.findChild<QPushButton *>(QStringLiteral("messageAction0")), Qt::LeftButton);
        QCOMPARE(accepted.count(), 1);
        QCOMPARE(accepted.last().at(0).value<ConnectionId>(), ConnectionId(7));
        QCOMPARE(accepted.last().at(1).toByteArray(), sha256);
        QCOMPARE(bar.count(), 0);
    }

    void oneQuestionAHost()
    {
        MessageBar bar;
        CertificateQuestion question(bar);
        question.ask(ConnectionId(0), QStringLiteral("a"), QStringLiteral("one."), QByteArray(32, 'x'), {});
        question.ask(ConnectionId(0), QStringLiteral("a"), QStringLiteral("two."), QByteArray(32, 'y'), {});
        question.ask(ConnectionId(0), QStringLiteral("b"), QStringLiteral("one."), QByteArray(32, 'x'), {});
        QCOMPARE(bar.count(), 2);
        question.withdraw(QStringLiteral("a"));
        QCOMPARE(bar.count(), 1);
    }

    void fingerprint()
    {
        QCOMPARE(fingerprintText(QByteArray::fromHex("00abff")), QStringLiteral("00:AB:FF"));
        QCOMPARE(fingerprintText({}), QString());
    }
};

QTEST_MAIN(TestCertificateQuestion)
#include "tst_certificatequestion.moc"
