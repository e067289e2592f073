// Servers nobody here wrote, watched in the real window: frames of both directions are listed as they come.

#include "core/craft/framespec.h"
#include "tests/support/peerprocess.h"
#include "tests/support/windowfixture.h"
#include "ui/compose/composer.h"
#include "ui/frametable/frametableview.h"
#include "ui/models/framelistmodel.h"

#include <QAction>
#include <QFile>
#include <QFileInfo>
#include <QStandardPaths>
#include <QTest>

using namespace framescope;
using namespace framescope::ui;

class TestRealServers : public QObject
{
    Q_OBJECT

    const QString m_peers = QStringLiteral(FRAMESCOPE_SOURCE_DIR "/tests/peers");

    static QString program(const QString &name)
    {
        const QString found = QStandardPaths::findExecutable(name);
        return found.isEmpty() ? QStandardPaths::findExecutable(name, {QStringLiteral("/usr/sbin")}) : found;
    }

private Q_SLOTS:
    void framesAreListedLive_data()
    {
        QTest::addColumn<QString>("server");
        QTest::addColumn<QString>("subprotocol");
        QTest::addColumn<QByteArray>("sent");
        QTest::addColumn<QString>("shown"); ///< what the preview of a received frame contains
        QTest::newRow("npm ws") << u"node"_qs << QString() << QByteArray("to ws and back") << u"to ws and back"_qs;
        QTest::newRow("python websockets")
            << u"python"_qs << QString() << QByteArray("to python and back") << u"to python and back"_qs;
        QTest::newRow("libwebsockets") << u"libwebsockets-test-server"_qs << u"lws-mirror-protocol"_qs
                                       << QByteArray("to lws and back;") << u"to lws and back;"_qs;
        QTest::newRow("NATS") << u"nats-server"_qs << QString() << QByteArray("PING\r\n") << u"INFO"_qs;
    }

    void framesAreListedLive()
    {
        QFETCH(QString, server);
        QFETCH(QString, subprotocol);
        QFETCH(QByteArray, sent);
        QFETCH(QString, shown);
        test::WindowFixture fixture;
        test::PeerProcess process;
        const quint16 port = test::freePort();
        const QString portText = QString::number(port);
        QString problem;
        if (server == u"node") {
            if (program(server).isEmpty() || !QFileInfo::exists(m_peers + u"/node/node_modules/ws"_qs))
                QSKIP("node or its package ws is not installed");
            problem = process.start(server, {m_peers + u"/node/server.js"_qs, portText}, port);
        } else if (server == u"python") {
            if (QProcess::execute(u"/usr/bin/python3"_qs, {u"-c"_qs, u"import websockets"_qs}) != 0)
                QSKIP("python3-websockets is not installed for /usr/bin/python3");
            problem = process.start(u"/usr/bin/python3"_qs, {m_peers + u"/websockets_server.py"_qs, portText}, port);
        } else if (program(server).isEmpty()) {
            QSKIP(qPrintable(server + u" is not installed"_qs));
        } else if (server == u"nats-server") {
            QFile config(fixture.folder.filePath(u"nats.conf"_qs));
            QVERIFY(config.open(QIODevice::WriteOnly));
            config.write("host: 127.0.0.1\nport: -1\nwebsocket { host: 127.0.0.1, port: " + portText.toLatin1() +
                         ", no_tls: true }\n");
            config.close();
            problem = process.start(program(server), {u"-c"_qs, config.fileName()}, port);
        } else {
            problem = process.start(program(server), {u"-p"_qs, portText, u"-i"_qs, u"lo"_qs}, port);
        }
        QVERIFY2(problem.isEmpty(), qPrintable(problem));

        auto window = fixture.makeWindow();
        window->resize(1440, 900);
        window->show();
        net::ConnectionSettings settings;
        settings.url = QStringLiteral("ws://127.0.0.1:%1/").arg(port);
        if (!subprotocol.isEmpty())
            settings.subprotocols = {subprotocol.toLatin1()};
        window->connectTo(settings);
        const auto state = [&] { return window->workspace().session()->status(ConnectionId(0)).state; };
        QTRY_COMPARE(state(), net::State::Open);
        auto *composer = window->findChild<Composer *>();
        QTRY_VERIFY(window->action(Command::Resend)->isEnabled()); // there is somebody to send to
        craft::FrameSpec spec;
        spec.payload = sent;
        composer->setFrame(spec);
        window->action(Command::SendFrame)->trigger();

        const auto *model = window->findChild<FrameListModel *>();
        const auto listed = [&](Direction direction, const QString &text) {
            for (int row = 0; row < model->rowCount(); ++row) {
                const auto &record = window->workspace().capture().row(model->rowIndexAt(row));
                if (record.isFrame() && record.direction() == direction &&
                    model->index(row, FrameListModel::Preview).data().toString().contains(text))
                    return true;
            }
            return false;
        };
        QTRY_VERIFY(listed(Direction::Out, QString::fromUtf8(sent.trimmed())));
        QTRY_VERIFY(listed(Direction::In, shown));
        for (int row = 0; row < model->rowCount(); ++row)
            QVERIFY(window->workspace().capture().row(model->rowIndexAt(row)).severity() != ws::Severity::Error);

        window->action(Command::Disconnect)->trigger();
        QTRY_COMPARE(state(), net::State::Closed);
    }
};

QTEST_MAIN(TestRealServers)
#include "tst_realservers.moc"
