#include "ui/connect/optionsdialog.h"

#include "ui/connect/optionspage.h"
#include "ui/support/findingsview.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QScrollArea>
#include <QSet>
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
    s.auth = {net::AuthKind::Basic, QStringLiteral("ann"), QStringLiteral("s3cret")};
    s.cookieProfile = QStringLiteral("staging");
    s.rawRequest = QByteArray("GET / HTTP/1.0\n\x00\xff\r\n\r\n", 21);
    s.tls.caFiles = {QStringLiteral(FRAMESCOPE_SOURCE_DIR "/tests/data/tls/ca.pem")};
    s.tls.certificateFile = QStringLiteral(FRAMESCOPE_SOURCE_DIR "/tests/data/tls/server.pem");
    s.tls.keyFile = QStringLiteral(FRAMESCOPE_SOURCE_DIR "/tests/data/tls/server.key");
    s.tls.passphrase = QStringLiteral("pass");
    s.tls.serverName = QStringLiteral("db.internal");
    s.tls.minimum = net::TlsVersion::Tls1_3;
    s.proxy = {net::ProxyKind::Socks5, QStringLiteral("::1"), 1080, QStringLiteral("u"), QStringLiteral("p")};
    s.family = net::AddressFamily::IPv6;
    s.deflate.offer = true;
    s.deflate.serverNoContextTakeover = true;
    s.deflate.clientNoContextTakeover = true;
    s.deflate.serverMaxWindowBits = 8;
    s.deflate.clientWindowBits = 9;
    s.deflate.compress = false;
    s.deflate.threshold = 1'000;
    s.deflate.level = 9;
    s.tls.accepted = {{u"example.com:443"_qs, QByteArray(32, '\xab')}};
    s.policy = net::Policy::Strict;
    s.answerPing = false;
    s.answerClose = false;
    s.echo = true;
    s.keepHalfOpen = true;
    s.keepAlive = std::chrono::milliseconds(5'000);
    s.reconnect = {true, std::chrono::milliseconds(10), std::chrono::milliseconds(20), 3};
    s.connectTimeout = std::chrono::milliseconds(1'234);
    s.tlsTimeout = std::chrono::milliseconds(4'567);
    s.handshakeTimeout = std::chrono::milliseconds(2'345);
    s.closeTimeout = std::chrono::milliseconds(3'456);
    return s;
}

QPushButton *okButton(const OptionsDialog &dialog)
{
    return dialog.findChild<QDialogButtonBox *>()->button(QDialogButtonBox::Ok);
}

template <typename Widget> Widget *child(const OptionsDialog &dialog, const char *name)
{
    auto *found = dialog.findChild<Widget *>(QLatin1String(name));
    if (found == nullptr)
        qFatal("no %s", name);
    return found;
}

void choose(const OptionsDialog &dialog, const char *combo, int data)
{
    auto *box = child<QComboBox>(dialog, combo);
    box->setCurrentIndex(box->findData(data));
}

QString problem(const OptionsDialog &dialog) { return child<QLabel>(dialog, "optionsProblem")->text(); }
} // namespace

class TestOptionsDialog : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everythingComesBack()
    {
        const OptionsDialog dialog(everything());
        QVERIFY(dialog.settings() == everything());
        QVERIFY(okButton(dialog)->isEnabled());
    }

    void restoreDefaults()
    {
        OptionsDialog dialog(everything());
        dialog.findChild<QDialogButtonBox *>()->button(QDialogButtonBox::RestoreDefaults)->click();
        net::ConnectionSettings expected;
        expected.url = QStringLiteral("wss://h/");
        QVERIFY(dialog.settings() == expected);
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
        QCOMPARE(okButton(dialog)->isEnabled(), !wrong);
    }

    void wrongOrigin()
    {
        OptionsDialog dialog(net::ConnectionSettings{});
        dialog.findChild<QLineEdit *>(QStringLiteral("optionsOrigin"))->setText(QStringLiteral("a\u0001b"));
        QVERIFY(!okButton(dialog)->isEnabled());
        QVERIFY(problem(dialog).contains(QStringLiteral("Origin")));
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
        net::ConnectionSettings two = everything();
        two.tls.accepted.append({u"other.example:8443"_qs, QByteArray(32, '\xcd')});
        OptionsDialog dialog(two);
        dialog.setCurrentPage(OptionsDialog::Tls);
        dialog.show();
        auto *list = child<QListWidget>(dialog, "optionsAccepted");
        QCOMPARE(list->count(), 2);
        QVERIFY(list->item(0)->text().startsWith(u"example.com:443"_qs));
        QVERIFY(list->item(1)->text().contains(u"CD:CD:CD"_qs));
        auto *forget = child<QPushButton>(dialog, "optionsForget");
        QVERIFY(!forget->isEnabled());
        list->setCurrentRow(0);
        forget->click();
        QCOMPARE(dialog.settings().tls.accepted.size(), 1);
        QCOMPARE(dialog.settings().tls.accepted.first().endpoint, u"other.example:8443"_qs);
        list->setCurrentRow(0);
        list->setFocus();
        QVERIFY(QTest::qWaitForWindowActive(&dialog));
        QTest::keyClick(list, Qt::Key_Delete);
        QVERIFY(dialog.settings().tls.accepted.isEmpty());
        child<QListWidget>(dialog, "optionsCaFiles")->setCurrentRow(0);
        child<QPushButton>(dialog, "optionsRemoveCa")->click();
        QVERIFY(dialog.settings().tls.caFiles.isEmpty());
    }

    void basicAndBearer()
    {
        net::ConnectionSettings plain;
        plain.url = u"ws://h/"_qs;
        OptionsDialog dialog(plain);
        dialog.setCurrentPage(OptionsDialog::Authorization);
        dialog.show();
        auto *user = child<QLineEdit>(dialog, "optionsAuthUser");
        auto *secret = child<QLineEdit>(dialog, "optionsAuthSecret");
        QVERIFY(!user->isVisible());
        QVERIFY(!secret->isVisible());
        choose(dialog, "optionsAuth", int(net::AuthKind::Basic));
        QVERIFY(user->isVisible());
        QTest::keyClicks(user, u"ann"_qs);
        QTest::keyClicks(secret, u"s3cret"_qs);
        QVERIFY(!secret->displayText().contains(u"s3cret"_qs));
        QVERIFY(child<QLabel>(dialog, "optionsAuthHelp")->text().contains(u"ws: anyone"_qs));
        QVERIFY(dialog.settings().auth == (net::AuthSettings{net::AuthKind::Basic, u"ann"_qs, u"s3cret"_qs}));
        user->setText(u"a:b"_qs); // RFC 7617 §2
        QVERIFY(!okButton(dialog)->isEnabled());
        QVERIFY(problem(dialog).startsWith(u"Authorization: "_qs));
        choose(dialog, "optionsAuth", int(net::AuthKind::Bearer));
        QVERIFY(okButton(dialog)->isEnabled());
        QVERIFY(dialog.settings().auth == (net::AuthSettings{net::AuthKind::Bearer, {}, u"s3cret"_qs}));
        secret->setText(u"has space"_qs);
        QVERIFY(!okButton(dialog)->isEnabled());
        secret->setText(u"aA9-._~+/=="_qs);
        QVERIFY(okButton(dialog)->isEnabled());
        secret->clear();
        QVERIFY(!okButton(dialog)->isEnabled());
    }

    void laboratoryFollowsUntilItIsOn()
    {
        net::ConnectionSettings given;
        given.url = u"ws://example.com:8080/chat"_qs;
        OptionsDialog dialog(given);
        dialog.setCurrentPage(OptionsDialog::Laboratory);
        dialog.show();
        auto *edit = child<QPlainTextEdit>(dialog, "optionsRawEdit");
        QVERIFY(edit->isReadOnly());
        QVERIFY(edit->toPlainText().startsWith(u"GET /chat HTTP/1.1\nHost: example.com:8080\n"_qs));
        QVERIFY(!dialog.settings().rawRequest);

        dialog.setCurrentPage(OptionsDialog::Request);
        child<QLineEdit>(dialog, "optionsOrigin")->setText(u"https://o"_qs);
        dialog.setCurrentPage(OptionsDialog::Laboratory);
        QVERIFY(edit->toPlainText().contains(u"Origin: https://o\n"_qs));

        child<QCheckBox>(dialog, "optionsRawRequest")->click();
        QVERIFY(!edit->isReadOnly());
        const QByteArray begun = dialog.settings().rawRequest.value_or("none");
        QVERIFY(begun.endsWith("\r\n\r\n"));
        QCOMPARE(child<QLabel>(dialog, "optionsRawCount")->text(), u"%1 bytes"_qs.arg(begun.size()));
        auto *findings = child<FindingsView>(dialog, "optionsRawFindings");
        QCOMPARE(findings->lines(), QStringList{u"✓ nothing is wrong with this request"_qs});
        edit->setPlainText(u"GET / HTTP/1.1\nhost: h\nSec-WebSocket-Version: 12\\n\n\n"_qs);
        QCOMPARE(dialog.settings().rawRequest.value_or("none"),
                 QByteArray("GET / HTTP/1.1\r\nhost: h\r\nSec-WebSocket-Version: 12\n\r\n\r\n"));
        const QString wrong = findings->lines().join(u'\n');
        QVERIFY(wrong.contains(u"Sec-WebSocket-Version is not 13"_qs));
        QVERIFY(wrong.contains(u"Upgrade field is missing"_qs));
        QVERIFY(wrong.contains(u"Sec-WebSocket-Key field is missing"_qs));
        QVERIFY(okButton(dialog)->isEnabled()); // wrong is what the laboratory is for

        edit->setPlainText(u"GET \\q"_qs);
        QVERIFY(!okButton(dialog)->isEnabled());
        QVERIFY(problem(dialog).contains(u"column 5"_qs));
        child<QPushButton>(dialog, "optionsRawRestore")->click();
        QVERIFY(okButton(dialog)->isEnabled());
        QVERIFY(edit->toPlainText().contains(u"Origin: https://o\n"_qs));
        edit->clear();
        QVERIFY(!okButton(dialog)->isEnabled());
    }

    void laboratoryHidesSecretsUntilItIsOn()
    {
        net::ConnectionSettings given;
        given.url = u"ws://h/?token=hidden1"_qs;
        given.headers = {{"Cookie", "id=hidden2"}};
        OptionsDialog dialog(given);
        auto *edit = child<QPlainTextEdit>(dialog, "optionsRawEdit");
        QVERIFY(edit->toPlainText().contains(u"Cookie: "_qs));
        QVERIFY(!edit->toPlainText().contains(u"hidden"_qs));
        child<QCheckBox>(dialog, "optionsRawRequest")->click();
        QVERIFY(edit->toPlainText().contains(u"Cookie: id=hidden2\n"_qs));
        QVERIFY(edit->toPlainText().startsWith(u"GET /?token=hidden1 "_qs));
    }

    void laboratorySaysWhatStandsBehindTheHead()
    {
        net::ConnectionSettings given;
        given.rawRequest = "GET / HTTP/1.1\r\n\r\nmore";
        OptionsDialog behind(given);
        const QStringList lines = child<FindingsView>(behind, "optionsRawFindings")->lines();
        QVERIFY(lines.last().contains(u"last 4 bytes"_qs));
        given.rawRequest = "GET / HTTP/1.1\r\n";
        OptionsDialog open(given);
        QVERIFY(child<FindingsView>(open, "optionsRawFindings")->lines().last().contains(u"wait for more"_qs));
    }

    void proxy_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("host");
        QTest::addColumn<int>("port");
        QTest::addColumn<QString>("user");
        QTest::addColumn<QString>("password");
        QTest::addColumn<QString>("wrong");
        const int http = int(net::ProxyKind::Http);
        const int socks = int(net::ProxyKind::Socks5);
        QTest::newRow("none") << int(net::ProxyKind::None) << QString() << 0 << QString() << QString() << QString();
        QTest::newRow("system") << int(net::ProxyKind::System) << QString() << 0 << QString() << QString() << QString();
        QTest::newRow("http") << http << u"p"_qs << 3128 << u"u"_qs << u"w"_qs << QString();
        QTest::newRow("address") << socks << u"::1"_qs << 1080 << QString() << QString() << QString();
        QTest::newRow("address as in URLs") << socks << u"[::1]"_qs << 1080 << QString() << QString() << QString();
        QTest::newRow("no host") << http << QString() << 3128 << QString() << QString() << u"host"_qs;
        QTest::newRow("url as host") << http << u"http://p"_qs << 3128 << QString() << QString() << u"alone"_qs;
        QTest::newRow("port in host") << http << u"p:1"_qs << 3128 << QString() << QString() << u"alone"_qs;
        QTest::newRow("no port") << http << u"p"_qs << 0 << QString() << QString() << u"port"_qs;
        QTest::newRow("colon in user") << http << u"p"_qs << 1 << u"a:b"_qs << QString() << u"colon"_qs;
        QTest::newRow("long user") << socks << u"p"_qs << 1 << QString(256, u'a') << QString() << u"255"_qs;
        QTest::newRow("no user") << http << u"p"_qs << 1 << QString() << u"w"_qs << u"user name"_qs;
    }

    void proxy()
    {
        QFETCH(int, kind);
        QFETCH(QString, host);
        QFETCH(int, port);
        QFETCH(QString, user);
        QFETCH(QString, password);
        QFETCH(QString, wrong);
        OptionsDialog dialog(net::ConnectionSettings{});
        dialog.setCurrentPage(OptionsDialog::Proxy);
        dialog.show();
        choose(dialog, "optionsProxy", kind);
        const bool own = kind == int(net::ProxyKind::Http) || kind == int(net::ProxyKind::Socks5);
        QCOMPARE(child<QLineEdit>(dialog, "optionsProxyHost")->isVisible(), own);
        child<QLineEdit>(dialog, "optionsProxyHost")->setText(host);
        child<QSpinBox>(dialog, "optionsProxyPort")->setValue(port);
        child<QLineEdit>(dialog, "optionsProxyUser")->setText(user);
        child<QLineEdit>(dialog, "optionsProxyPassword")->setText(password);
        QVERIFY2(problem(dialog).contains(wrong), qPrintable(problem(dialog)));
        QCOMPARE(okButton(dialog)->isEnabled(), wrong.isEmpty());
        const QString bare = host == u"[::1]" ? u"::1"_qs : host; // what can be dialled
        const net::ProxySettings expected{net::ProxyKind(kind), bare, std::uint16_t(port), user, password};
        QVERIFY(dialog.settings().proxy == expected);
    }

    void compressionOffer()
    {
        OptionsDialog dialog(net::ConnectionSettings{});
        dialog.setCurrentPage(OptionsDialog::Compression);
        dialog.show();
        auto *offer = child<QCheckBox>(dialog, "optionsDeflate");
        auto *line = child<QLabel>(dialog, "optionsDeflateLine");
        offer->setChecked(false);
        QVERIFY(!child<QComboBox>(dialog, "optionsServerBits")->isEnabled());
        QVERIFY(!child<QSpinBox>(dialog, "optionsLevel")->isEnabled());
        offer->click();
        QCOMPARE(line->text(), u"Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits"_qs);
        child<QCheckBox>(dialog, "optionsServerNoContext")->click();
        child<QCheckBox>(dialog, "optionsClientNoContext")->click();
        choose(dialog, "optionsServerBits", 10);
        choose(dialog, "optionsClientBits", 12);
        QCOMPARE(line->text(), u"Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover; "
                               "client_no_context_takeover; server_max_window_bits=10; client_max_window_bits=12"_qs);
        choose(dialog, "optionsClientBits", 0);
        QVERIFY(!line->text().contains(u"client_max_window_bits"_qs));
        QVERIFY(!dialog.settings().deflate.clientMaxWindowBits);
        QCOMPARE(dialog.settings().deflate.serverMaxWindowBits.value_or(0), 10);
    }

    void limitsOfInflating()
    {
        OptionsDialog dialog(net::ConnectionSettings{});
        dialog.setInflateLimits({std::uint64_t(8) << 20, 50});
        QCOMPARE(child<QSpinBox>(dialog, "optionsInflateMessage")->value(), 8);
        child<QSpinBox>(dialog, "optionsInflateRatio")->setValue(0);
        QCOMPARE(dialog.inflateLimits().maxMessage, std::uint64_t(8) << 20);
        QCOMPARE(dialog.inflateLimits().maxRatio, 0u);
        dialog.findChild<QDialogButtonBox *>()->button(QDialogButtonBox::RestoreDefaults)->click();
        QCOMPARE(dialog.inflateLimits().maxMessage, ws::InflateLimits().maxMessage);
        QCOMPARE(dialog.inflateLimits().maxRatio, ws::InflateLimits().maxRatio);
    }

    void files()
    {
        OptionsDialog dialog(net::ConnectionSettings{});
        child<QLineEdit>(dialog, "optionsKey")->setText(everything().tls.keyFile);
        QVERIFY(problem(dialog).contains(u"certificate"_qs));
        child<QLineEdit>(dialog, "optionsCertificate")->setText(u"/nowhere/at.all"_qs);
        QVERIFY(problem(dialog).contains(u"/nowhere/at.all"_qs));
        child<QLineEdit>(dialog, "optionsCertificate")->setText(everything().tls.certificateFile);
        QVERIFY(okButton(dialog)->isEnabled());
        child<QLineEdit>(dialog, "optionsServerName")->setText(u"a/b"_qs);
        QVERIFY(problem(dialog).startsWith(u"TLS: "_qs));
        child<QLineEdit>(dialog, "optionsServerName")->setText(u"a.example"_qs);
        QVERIFY(okButton(dialog)->isEnabled());
        net::ConnectionSettings lost;
        lost.tls.caFiles = {u"/nowhere/ca.pem"_qs};
        const OptionsDialog gone(lost);
        QVERIFY(problem(gone).contains(u"/nowhere/ca.pem"_qs));
    }

    void reconnectWaits()
    {
        OptionsDialog dialog(net::ConnectionSettings{});
        auto *first = child<QSpinBox>(dialog, "optionsReconnectFirst");
        QVERIFY(!first->isEnabled());
        child<QCheckBox>(dialog, "optionsReconnect")->click();
        QVERIFY(first->isEnabled());
        first->setValue(60'000);
        QVERIFY(problem(dialog).startsWith(u"Behaviour: "_qs));
        child<QSpinBox>(dialog, "optionsReconnectLongest")->setValue(60'000);
        QVERIFY(okButton(dialog)->isEnabled());
        QVERIFY(dialog.settings().reconnect.enabled);
    }

    void pagesAreMarked()
    {
        OptionsDialog dialog(net::ConnectionSettings{});
        auto *pages = child<QListWidget>(dialog, "optionsPages");
        QCOMPARE(pages->count(), int(OptionsDialog::pageCount));
        for (int i = 0; i < pages->count(); ++i)
            QVERIFY2(!pages->item(i)->text().contains(u'•'), qPrintable(pages->item(i)->text()));
        child<QSpinBox>(dialog, "optionsTlsTimeout")->setValue(1);
        QVERIFY(pages->item(OptionsDialog::Times)->text().contains(u'•'));
        child<QLineEdit>(dialog, "optionsOrigin")->setText(u"a\u0001b"_qs);
        QVERIFY(pages->item(OptionsDialog::Request)->text().contains(u'▲'));
        QVERIFY(!pages->item(OptionsDialog::Request)->toolTip().isEmpty());
    }

    void nothingIsCut_data()
    {
        QTest::addColumn<QSize>("size");
        QTest::newRow("1440x900") << QSize(920, 580);
        QTest::newRow("1024x700") << QSize(920, 560);
    }

    /// Every page fits its width; what is higher scrolls.
    void nothingIsCut()
    {
        QFETCH(QSize, size);
        OptionsDialog dialog(everything());
        dialog.resize(size);
        dialog.show();
        for (int i = 0; i < OptionsDialog::pageCount; ++i) {
            dialog.setCurrentPage(OptionsDialog::Page(i));
            const auto areas = dialog.findChildren<QScrollArea *>();
            for (const QScrollArea *area : areas) {
                if (!area->isVisible() || !qobject_cast<OptionsPage *>(area->widget()))
                    continue;
                QVERIFY2(area->widget()->minimumSizeHint().width() <= area->viewport()->width(),
                         qPrintable(area->widget()->accessibleName()));
            }
        }
    }

    void everythingByKeyboard()
    {
        OptionsDialog dialog(net::ConnectionSettings{});
        dialog.show();
        auto *pages = child<QListWidget>(dialog, "optionsPages");
        QCOMPARE(dialog.focusWidget(), pages);
        for (int i = 0; i < OptionsDialog::pageCount; ++i) {
            dialog.setCurrentPage(OptionsDialog::Page(i));
            // From the list, Tab comes to each control of the page that can be used, then to the buttons.
            QSet<QWidget *> reached;
            for (QWidget *w = pages->nextInFocusChain(); w != pages; w = w->nextInFocusChain())
                reached.insert(w);
            const auto widgets = dialog.findChildren<QWidget *>(QRegularExpression(u"^options[A-Z]"_qs));
            for (QWidget *widget : widgets) {
                if (!widget->isVisible() || !widget->isEnabled() || qobject_cast<QLabel *>(widget) ||
                    qobject_cast<QScrollArea *>(widget))
                    continue;
                QVERIFY2(widget->focusPolicy() & Qt::TabFocus, qPrintable(widget->objectName()));
                QVERIFY2(widget == pages || reached.contains(widget), qPrintable(widget->objectName()));
            }
        }
        QTest::keyClick(pages, Qt::Key_Home);
        QTest::keyClick(pages, Qt::Key_Down);
        QVERIFY(child<QComboBox>(dialog, "optionsAuth")->isVisible());
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
        int seen = 0;
        const auto widgets = dialog.findChildren<QWidget *>(QRegularExpression(u"^options[A-Z]"_qs));
        for (const QWidget *widget : widgets) {
            const auto *button = qobject_cast<const QAbstractButton *>(widget);
            const auto *label = qobject_cast<const QLabel *>(widget);
            if (label != nullptr)
                continue;
            QVERIFY2(!widget->accessibleName().isEmpty() || (button != nullptr && !button->text().isEmpty()),
                     qPrintable(widget->objectName()));
            ++seen;
        }
        QVERIFY(seen > 30);
    }
};

QTEST_MAIN(TestOptionsDialog)
#include "tst_optionsdialog.moc"
