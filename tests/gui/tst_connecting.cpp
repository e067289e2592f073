#include "core/capture/capturereader.h"
#include "core/ws/deflater.h"
#include "core/ws/framewriter.h"
#include "tests/support/certificatemaker.h"
#include "tests/support/scriptedpeer.h"
#include "tests/support/windowfixture.h"
#include "ui/compose/composer.h"
#include "ui/connect/connectionbar.h"
#include "ui/connect/optionsdialog.h"
#include "ui/frametable/frametableview.h"
#include "ui/models/framelistmodel.h"
#include "ui/shell/mainwindow.h"
#include "ui/support/messagebar.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QTest>
#include <QToolButton>

using namespace framescope;
using namespace framescope::ui;

namespace
{
using Upgrade = test::ScriptedPeer::Upgrade;

struct Open {
    Open()
    {
        window->resize(1440, 900);
        window->show();
    }
    template <typename T> T *child(const char *name) const
    {
        auto *found = window->findChild<T *>(QLatin1String(name));
        return found;
    }
    ConnectionBar *bar() const { return window->findChild<ConnectionBar *>(); }
    const capture::Capture &capture() const { return window->workspace().capture(); }
    net::State state(std::uint32_t connection) const
    {
        return window->workspace().session()->status(ConnectionId(connection)).state;
    }
    QStringList messages() const
    {
        QStringList texts;
        const auto labels = window->findChildren<QLabel *>(QStringLiteral("messageText"));
        for (const QLabel *label : labels) {
            if (label->isVisible())
                texts << label->text();
        }
        return texts;
    }
    /// A button of a message, by its text's beginning.
    QPushButton *action(const QString &text) const
    {
        const auto buttons = window->findChild<MessageBar *>()->findChildren<QPushButton *>();
        for (QPushButton *button : buttons) {
            if (button->isVisible() && button->text().startsWith(text))
                return button;
        }
        return nullptr;
    }
    OptionsDialog *options() const { return window->findChild<OptionsDialog *>(); }
    void accept() const { options()->findChild<QDialogButtonBox *>()->button(QDialogButtonBox::Ok)->click(); }

    test::WindowFixture fixture;
    std::unique_ptr<MainWindow> window = fixture.makeWindow();
};

net::ConnectionSettings to(const test::ScriptedPeer &peer)
{
    net::ConnectionSettings settings;
    settings.url = peer.url();
    return settings;
}
} // namespace

/// From the controls of the window to the octets of the wire.
class TestConnecting : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void redirectIsFollowedOnRequestAndWithoutCredentials()
    {
        test::ScriptedPeer target;
        test::ScriptedPeer first(Upgrade::Answer, "HTTP/1.1 302 Found\r\nLocation: " + target.url().toUtf8() +
                                                      "\r\nContent-Length: 0\r\n\r\n");
        Open open;
        net::ConnectionSettings settings = to(first);
        settings.auth = {net::AuthKind::Basic, u"ann"_qs, u"s3cret"_qs};
        open.window->connectTo(settings);
        QTRY_VERIFY(open.action(u"Connect to ws://"_qs) != nullptr);
        QVERIFY(first.request().contains("Authorization: Basic YW5uOnMzY3JldA=="));
        QVERIFY(!target.hasClient());
        QTest::mouseClick(open.action(u"Connect to ws://"_qs), Qt::LeftButton);
        QTRY_COMPARE(open.state(1), net::State::Open);
        QVERIFY(target.request().startsWith("GET "));
        QVERIFY(!target.request().contains("Authorization"));
        QVERIFY(open.messages().join(u'\n').contains(u"Left out for the other origin"_qs));
    }

    void aRefusedCertificateGetsNothingThatTheBarSaysSince_data()
    {
        QTest::addColumn<bool>("accept");
        QTest::newRow("accept") << true;
        QTest::newRow("CA file") << false;
    }
    void aRefusedCertificateGetsNothingThatTheBarSaysSince()
    {
        QFETCH(bool, accept);
        test::CertificateMaker maker;
        const test::MadeCertificate made = maker.make({.commonName = u"a"_qs, .names = {u"IP:127.0.0.1"_qs}});
        test::ScriptedPeer peer;
        peer.useTls(made.file, made.keyFile);
        Open open;
        net::ConnectionSettings refused = to(peer);
        refused.headers = {{"X-Mine", "1"}};
        open.window->connectTo(refused);
        QTRY_VERIFY(open.action(u"Accept this certificate"_qs) != nullptr);
        // Meanwhile another address and its credentials are typed.
        net::ConnectionSettings other;
        other.url = u"wss://elsewhere.example/"_qs;
        other.auth = {net::AuthKind::Basic, u"ann"_qs, u"s3cret"_qs};
        other.cookieProfile = u"work"_qs;
        other.tls.accepted = {{u"third.example:443"_qs, QByteArray(32, 'x')}};
        open.bar()->setSettings(other);
        if (accept) {
            QTest::mouseClick(open.action(u"Accept this certificate"_qs), Qt::LeftButton);
            refused.tls.accepted = {
                other.tls.accepted.first(),
                {net::endpointOf(refused.url), made.certificate.digest(QCryptographicHash::Sha256)}};
        } else {
            QTest::mouseClick(open.action(u"Add a CA file"_qs), Qt::LeftButton);
            auto *dialog = open.window->findChild<QFileDialog *>();
            QVERIFY(dialog != nullptr);
            Q_EMIT dialog->fileSelected(made.file);
            dialog->close();
            refused.tls.accepted = other.tls.accepted;
            refused.tls.caFiles = {made.file};
        }
        QTRY_COMPARE(open.capture().connectionCount(), 2u);
        QVERIFY(open.bar()->settings() == refused); // what the second attempt was made with
    }

    void unauthorizedLeadsToTheOptions()
    {
        test::ScriptedPeer peer(Upgrade::Answer, "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"x\"\r\n"
                                                 "Content-Length: 0\r\n\r\n");
        Open open;
        open.window->connectTo(to(peer));
        QTRY_VERIFY(open.action(u"Authorization options"_qs) != nullptr);
        QVERIFY(open.messages().join(u'\n').contains(u"It asks for credentials: Basic."_qs));
        QTest::mouseClick(open.action(u"Authorization options"_qs), Qt::LeftButton);
        QVERIFY(open.options() != nullptr);
        auto *kind = open.options()->findChild<QComboBox *>(u"optionsAuth"_qs);
        QVERIFY(kind->isVisible());
        kind->setCurrentIndex(kind->findData(int(net::AuthKind::Bearer)));
        QTest::keyClicks(open.options()->findChild<QLineEdit *>(u"optionsAuthSecret"_qs), u"abc123"_qs);
        open.accept();
        test::ScriptedPeer again;
        open.bar()->setUrl(again.url());
        open.bar()->requestConnect();
        QTRY_VERIFY(again.request().contains("Authorization: Bearer abc123\r\n"));
        // Kept for the session only.
        open.window->close();
        open.fixture.store.sync();
        QFile written(open.fixture.store.fileName());
        QVERIFY(!written.open(QIODevice::ReadOnly) || !written.readAll().contains("abc123"));
    }

    void laboratoryGoesOutOctetForOctet()
    {
        test::ScriptedPeer peer;
        Open open;
        open.bar()->setUrl(peer.url());
        open.bar()->openOptions();
        open.options()->setCurrentPage(OptionsDialog::Laboratory);
        open.options()->findChild<QCheckBox *>(u"optionsRawRequest"_qs)->click();
        const QByteArray exact = "GET /odd HTTP/1.1\r\nhOST: x\r\nX-A: \x01\x02\r\nUpgrade: websocket\r\n"
                                 "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                                 "Sec-WebSocket-Version: 13\n\r\n\r\n";
        open.options()
            ->findChild<QPlainTextEdit *>(u"optionsRawEdit"_qs)
            ->setPlainText(u"GET /odd HTTP/1.1\nhOST: x\nX-A: \\x01\\x02\nUpgrade: websocket\nConnection: Upgrade\n"
                           "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\nSec-WebSocket-Version: 13\\n\n\n"_qs);
        open.accept();
        open.bar()->requestConnect();
        QTRY_COMPARE(peer.request(), exact);
    }

    void reconnectCountsDownAndCanBeCancelled()
    {
        test::ScriptedPeer peer(Upgrade::Answer, "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n");
        Open open;
        net::ConnectionSettings settings = to(peer);
        settings.reconnect = {true, std::chrono::seconds(60), std::chrono::seconds(60), 3};
        open.window->connectTo(settings);
        QTRY_VERIFY(open.action(u"Cancel"_qs) != nullptr);
        QVERIFY(open.messages().join(u'\n').contains(u"(attempt 1 of 3)"_qs));
        QTest::mouseClick(open.action(u"Cancel"_qs), Qt::LeftButton);
        QTRY_VERIFY(!open.window->workspace().session()->status(ConnectionId(0)).retryAt);
        QVERIFY(open.action(u"Now"_qs) == nullptr);
        QCOMPARE(open.capture().connectionCount(), 1u);
    }

    void reconnectEndsWithItsMessage()
    {
        test::ScriptedPeer peer(Upgrade::Answer, "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n");
        Open open;
        net::ConnectionSettings settings = to(peer);
        settings.reconnect = {true, std::chrono::seconds(60), std::chrono::seconds(60), 3};
        open.window->connectTo(settings);
        QTRY_VERIFY(open.action(u"Cancel"_qs) != nullptr);
        QWidget *row = open.action(u"Cancel"_qs)->parentWidget();
        QTest::mouseClick(row->findChild<QToolButton *>(u"messageClose"_qs), Qt::LeftButton);
        QTRY_VERIFY(!open.window->workspace().session()->status(ConnectionId(0)).retryAt);
    }

    void theDemoLeavesTheOptionsToTheirAddress()
    {
        test::ScriptedPeer peer;
        Open open;
        net::ConnectionSettings settings = to(peer);
        settings.headers = {{"X-Mine", "1"}};
        open.window->connectTo(settings);
        QTRY_VERIFY(peer.request().contains("X-Mine: 1"));
        open.window->connectToDemo();
        QTRY_COMPARE(open.capture().connectionCount(), 2u);
        QVERIFY(open.bar()->settings() == settings);
    }

    void theAddressErrorGoesWithTheNextConnectionAndNoOther()
    {
        Open open;
        open.window->showError(u"The capture could not be saved."_qs);
        open.bar()->setUrl(u"ws://host/x y"_qs);
        open.bar()->requestConnect();
        QVERIFY(open.messages().join(u'\n').contains(u"space"_qs));
        open.window->connectToDemo();
        QCOMPARE(open.messages(), QStringList{u"The capture could not be saved."_qs});
    }

    void reconnectNow()
    {
        test::ScriptedPeer peer(Upgrade::Answer, "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n");
        Open open;
        net::ConnectionSettings settings = to(peer);
        settings.reconnect = {true, std::chrono::seconds(60), std::chrono::seconds(60), 0};
        open.window->connectTo(settings);
        QTRY_VERIFY(open.action(u"Now"_qs) != nullptr);
        QTest::mouseClick(open.action(u"Now"_qs), Qt::LeftButton);
        QTRY_COMPARE(open.capture().connectionCount(), 2u);
        QVERIFY(!open.window->workspace().session()->status(ConnectionId(0)).retryAt);
    }

    void aCompressedMessageIsSentAgainForItsReader()
    {
        test::ScriptedPeer peer;
        peer.extraResponseFields = "Sec-WebSocket-Extensions: permessage-deflate\r\n";
        Open open;
        open.window->connectTo(to(peer));
        QTRY_COMPARE(open.state(0), net::State::Open);
        // The second message refers to the first; the third is in two frames.
        ws::Deflater deflater(ws::DeflateSide{});
        const QByteArray message = "the same words, the same words";
        ws::FrameFields fields;
        fields.rsv = 4;
        QByteArray wire;
        for (int i = 0; i < 3; ++i) {
            QByteArray octets;
            deflater.compress(byteView(message), octets);
            if (i < 2) {
                ws::writeFrame(fields, byteView(octets), wire);
                continue;
            }
            fields.fin = false;
            ws::writeFrame(fields, byteView(octets.first(2)), wire);
            ws::FrameFields rest;
            rest.opcode = ws::Opcode::Continuation;
            ws::writeFrame(rest, byteView(octets.mid(2)), wire);
        }
        peer.send(wire);
        const auto rows = [&open] { return open.capture().rowCount(); };
        const auto isFrame = [&open](std::uint64_t row) { return open.capture().row(RowIndex(row)).isFrame(); };
        QTRY_VERIFY(rows() > 4 && isFrame(rows() - 4));
        const std::uint64_t second = rows() - 3;
        auto *list = open.window->findChild<FrameTableView *>(u"frameList"_qs);
        const auto *model = open.window->findChild<FrameListModel *>();
        QTRY_COMPARE(model->rowCount(), int(rows()));
        list->selectModelRow(model->modelRow(RowIndex(second)));
        QTRY_VERIFY(open.window->action(Command::Resend)->isEnabled());
        open.window->action(Command::Resend)->trigger();
        QTRY_COMPARE(rows(), second + 4);
        const RowIndex again(second + 3);
        capture::CaptureReader reader(open.capture());
        QCOMPARE(reader.inflated(again).state, capture::Inflated::State::Whole);
        QCOMPARE(*reader.inflatedPayload(again, 0, 100), message);

        // What is no message by itself is not sent unasked, and the message offered instead.
        list->selectModelRow(model->modelRow(RowIndex(second + 2)));
        open.window->action(Command::Resend)->trigger();
        QVERIFY(open.messages().join(u'\n').contains(u"was not sent"_qs));
        QTest::mouseClick(open.action(u"Take the whole message"_qs), Qt::LeftButton);
        const craft::FrameSpec whole = open.window->findChild<Composer *>()->frame();
        QCOMPARE(whole.payload, message);
        QVERIFY(whole.compress && whole.fin);
        QCOMPARE(rows(), second + 4);
    }

    void whatIsNotInflatedIsTold()
    {
        test::ScriptedPeer peer;
        peer.extraResponseFields = "Sec-WebSocket-Extensions: permessage-deflate\r\n";
        Open open;
        open.window->connectTo(to(peer));
        QTRY_COMPARE(open.state(0), net::State::Open);
        const QByteArray folder = qgetenv("TMPDIR");
        qputenv("TMPDIR", "/nowhere");
        peer.send(QByteArray::fromHex("c107f248cdc9c90700")); // "Hello", RFC 7692 §7.2.3.1
        QTRY_VERIFY(!open.capture().inflateError().isEmpty());
        if (folder.isEmpty())
            qunsetenv("TMPDIR");
        else
            qputenv("TMPDIR", folder);
        QTRY_VERIFY(open.messages().join(u'\n').contains(u"Inflated messages are no longer stored"_qs));
    }

    void theListFollowsTheNextAttempt()
    {
        test::ScriptedPeer peer(Upgrade::Answer, "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n");
        Open open;
        net::ConnectionSettings settings = to(peer);
        settings.reconnect = {true, std::chrono::milliseconds(1), std::chrono::milliseconds(1), 1};
        open.window->connectTo(settings);
        QTRY_VERIFY(open.capture().connectionCount() >= 2);
        QTRY_VERIFY(open.action(u"Cancel"_qs) == nullptr && open.action(u"Now"_qs) == nullptr);
    }

    void aProxyThatRefusesIsNoDeadEnd()
    {
        test::ScriptedPeer proxy(Upgrade::Answer, "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 5\r\n\r\nlater");
        Open open;
        net::ConnectionSettings settings;
        settings.url = QStringLiteral("ws://stream.example.com/v1");
        settings.proxy = {net::ProxyKind::Http, QStringLiteral("127.0.0.1"), proxy.serverPort(), {}, {}};
        open.window->connectTo(settings);
        QTRY_COMPARE(open.state(0), net::State::Failed);
        QTRY_VERIFY(open.action(u"Proxy options"_qs) != nullptr);
        QVERIFY(open.action(u"Show handshake"_qs) != nullptr);
        QTRY_COMPARE(open.child<QPushButton>("statusFindings")->text(), QStringLiteral("▲ 1 error"));
        open.action(u"Try again"_qs)->click();
        QTRY_COMPARE(open.capture().connectionCount(), std::uint32_t(2));
    }
};

QTEST_MAIN(TestConnecting)
#include "tst_connecting.moc"
