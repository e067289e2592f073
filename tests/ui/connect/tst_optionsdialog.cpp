#include "ui/connect/optionsdialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSpinBox>
#include <QTableWidget>
#include <QTest>

using namespace framescope;
using namespace framescope::ui;

namespace
{
net::ConnectionSettings everything()
{
    net::ConnectionSettings s;
    s.url = QStringLiteral("wss://h/");
    s.headers = {{"Authorization", "Bearer x"}, {"X-Empty", ""}};
    s.origin = "https://o";
    s.subprotocols = {"v1", "v2"};
    s.tls.caFiles = {QStringLiteral("/ca.pem")};
    s.tls.accepted = {{u"example.com:443"_qs, QByteArray(32, '\xab')}};
    s.policy = net::Policy::Strict;
    s.answerPing = false;
    s.answerClose = false;
    s.echo = true;
    s.connectTimeout = std::chrono::milliseconds(1'234);
    s.handshakeTimeout = std::chrono::milliseconds(2'345);
    s.closeTimeout = std::chrono::milliseconds(3'456);
    return s;
}

void compare(const net::ConnectionSettings &a, const net::ConnectionSettings &b)
{
    QCOMPARE(a.url, b.url);
    QCOMPARE(a.headers, b.headers);
    QCOMPARE(a.origin, b.origin);
    QCOMPARE(a.subprotocols, b.subprotocols);
    QCOMPARE(a.tls.caFiles, b.tls.caFiles);
    QCOMPARE(a.tls.accepted, b.tls.accepted);
    QCOMPARE(int(a.policy), int(b.policy));
    QCOMPARE(a.answerPing, b.answerPing);
    QCOMPARE(a.answerClose, b.answerClose);
    QCOMPARE(a.echo, b.echo);
    QCOMPARE(a.connectTimeout.count(), b.connectTimeout.count());
    QCOMPARE(a.handshakeTimeout.count(), b.handshakeTimeout.count());
    QCOMPARE(a.closeTimeout.count(), b.closeTimeout.count());
}
} // namespace

class TestOptionsDialog : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everythingComesBack()
    {
        const OptionsDialog dialog(everything());
        compare(dialog.settings(), everything());
    }

    void restoreDefaults()
    {
        OptionsDialog dialog(everything());
        dialog.findChild<QDialogButtonBox *>()->button(QDialogButtonBox::RestoreDefaults)->click();
        net::ConnectionSettings expected;
        expected.url = QStringLiteral("wss://h/");
        compare(dialog.settings(), expected);
    }

    void wrongHeader_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("value");
        QTest::addColumn<bool>("wrong");
        QTest::newRow("right") << QStringLiteral("X-A") << QStringLiteral("b c") << false;
        QTest::newRow("empty row") << QString() << QString() << false;
        QTest::newRow("space in name") << QStringLiteral("X A") << QStringLiteral("b") << true;
        QTest::newRow("colon in name") << QStringLiteral("X:A") << QStringLiteral("b") << true;
        QTest::newRow("no name") << QString() << QStringLiteral("b") << true;
        QTest::newRow("line end") << QStringLiteral("X-A") << QStringLiteral("b\r\nEvil: 1") << true;
    }

    void wrongHeader()
    {
        QFETCH(QString, name);
        QFETCH(QString, value);
        QFETCH(bool, wrong);
        OptionsDialog dialog(net::ConnectionSettings{});
        dialog.show();
        QTest::mouseClick(dialog.findChild<QPushButton *>(QStringLiteral("headerAdd")), Qt::LeftButton);
        auto *table = dialog.findChild<QTableWidget *>(QStringLiteral("headerTable"));
        QCOMPARE(table->rowCount(), 1);
        table->item(0, 0)->setText(name);
        table->item(0, 1)->setText(value);
        auto *problem = dialog.findChild<QLabel *>(QStringLiteral("optionsProblem"));
        QCOMPARE(problem->isVisible(), wrong);
        QCOMPARE(!problem->text().isEmpty(), wrong);
        QCOMPARE(dialog.findChild<QDialogButtonBox *>()->button(QDialogButtonBox::Ok)->isEnabled(), !wrong);
    }

    void wrongOrigin()
    {
        OptionsDialog dialog(net::ConnectionSettings{});
        dialog.findChild<QLineEdit *>(QStringLiteral("optionsOrigin"))->setText(QStringLiteral("a\u0001b"));
        QVERIFY(!dialog.findChild<QDialogButtonBox *>()->button(QDialogButtonBox::Ok)->isEnabled());
        QVERIFY(
            dialog.findChild<QLabel *>(QStringLiteral("optionsProblem"))->text().startsWith(QStringLiteral("Origin")));
    }

    void removeHeader()
    {
        OptionsDialog dialog(everything());
        dialog.show();
        auto *table = dialog.findChild<QTableWidget *>(QStringLiteral("headerTable"));
        table->selectRow(0);
        QTest::keyClick(table, Qt::Key_Delete);
        QCOMPARE(dialog.settings().headers, (QList<QPair<QByteArray, QByteArray>>{{"X-Empty", ""}}));
    }

    void forgetCertificateAndCaFile()
    {
        OptionsDialog dialog(everything());
        auto *fingerprint = dialog.findChild<QLabel *>(QStringLiteral("optionsFingerprint"));
        QVERIFY(fingerprint->text().contains(QStringLiteral("AB:AB:AB")));
        dialog.findChild<QPushButton *>(QStringLiteral("optionsForget"))->click();
        QVERIFY(dialog.settings().tls.accepted.isEmpty());
        QVERIFY(!fingerprint->text().contains(QStringLiteral("AB:AB")));
        dialog.findChild<QListWidget *>(QStringLiteral("optionsCaFiles"))->setCurrentRow(0);
        dialog.findChild<QPushButton *>(QStringLiteral("optionsRemoveCa"))->click();
        QVERIFY(dialog.settings().tls.caFiles.isEmpty());
    }

    void policyIsExplained()
    {
        OptionsDialog dialog(net::ConnectionSettings{});
        auto *help = dialog.findChild<QLabel *>(QStringLiteral("optionsPolicyHelp"));
        const QString before = help->text();
        QVERIFY(!before.isEmpty());
        dialog.findChild<QComboBox *>(QStringLiteral("optionsPolicy"))->setCurrentIndex(1);
        QVERIFY(help->text() != before);
        QCOMPARE(int(dialog.settings().policy), int(net::Policy::Strict));
    }

    void everyControlHasAName()
    {
        const OptionsDialog dialog(net::ConnectionSettings{});
        for (const char *name : {"optionsOrigin", "optionsSubprotocols", "optionsCaFiles", "optionsPolicy",
                                 "optionsConnectTimeout", "optionsHandshakeTimeout", "optionsCloseTimeout"})
            QVERIFY2(!dialog.findChild<QWidget *>(QLatin1String(name))->accessibleName().isEmpty(), name);
    }
};

QTEST_MAIN(TestOptionsDialog)
#include "tst_optionsdialog.moc"
