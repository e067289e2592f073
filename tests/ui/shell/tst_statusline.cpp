#include "ui/shell/statusline.h"

#include "core/capture/capturereader.h"
#include "tests/support/netfixture.h"
#include "tests/support/panecapture.h"
#include "tests/support/scriptedpeer.h"
#include "tests/support/serverfixture.h"
#include "ui/support/numbertext.h"

#include <QDir>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace framescope;
using namespace framescope::ui;

class TestStatusLine : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void countsFramesAndViolations()
    {
        tests::PaneCapture source;
        StatusLine line;
        line.show();
        line.refresh(source.capture(), nullptr, std::nullopt);
        const auto *state = line.findChild<QLabel *>(QStringLiteral("statusState"));
        const auto *totals = line.findChild<QLabel *>(QStringLiteral("statusTotals"));
        auto *findings = line.findChild<QPushButton *>(QStringLiteral("statusFindings"));
        QCOMPARE(state->text(), QStringLiteral("capture file"));
        QVERIFY(!totals->isVisible());
        QVERIFY(!findings->isVisible());

        source.upgrade();
        source.receiveFrame({}, "fine");
        line.refresh(source.capture(), nullptr, std::nullopt);
        QVERIFY(totals->isVisible());
        QVERIFY2(totals->text().contains(QStringLiteral("1 frame,")), qPrintable(totals->text()));
        QVERIFY2(totals->text().endsWith(QStringLiteral(" bytes with handshakes")), qPrintable(totals->text()));
        QVERIFY(!findings->isVisible());

        source.receiveFrame({.rsv = 2}, "not fine");
        line.refresh(source.capture(), nullptr, std::nullopt);
        QCOMPARE(findings->text(), QStringLiteral("▲ 1 error"));
        source.receiveFrame({.rsv = 1}, "not fine either");
        line.refresh(source.capture(), nullptr, source.id());
        QCOMPARE(findings->text(), QStringLiteral("▲ 2 errors"));
        QVERIFY2(totals->text().endsWith(QStringLiteral(" bytes with the handshake")), qPrintable(totals->text()));

        QSignalSpy asked(&line, &StatusLine::nextFindingRequested);
        QTest::mouseClick(findings, Qt::LeftButton);
        QCOMPARE(asked.count(), 1);
    }
    /// A file that another program records to looks no different otherwise, as long as nothing comes.
    void saysThatAFileIsRecordedTo()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("growing.pcapng"));
        auto writer = capture::Capture::create(path);
        QVERIFY(writer.ok());
        StatusLine line;
        line.resize(1000, 20);
        const auto *state = line.findChild<QLabel *>(QStringLiteral("statusState"));
        const auto followed = capture::Capture::open(path);
        QVERIFY(followed.ok());
        line.refresh(**followed, nullptr, std::nullopt);
        QCOMPARE(state->text(), QStringLiteral("being recorded to growing.pcapng"));
        QVERIFY2(state->toolTip().contains(QDir::toNativeSeparators(path)), qPrintable(state->toolTip()));
        writer->reset();
        const auto whole = capture::Capture::open(path);
        QVERIFY(whole.ok() && (*whole)->load().ok());
        line.refresh(**whole, nullptr, std::nullopt);
        QCOMPARE(state->text(), QStringLiteral("capture file"));
        const QString size = sizeText((*whole)->fileSize());
        QVERIFY2(state->toolTip().contains(QDir::toNativeSeparators(path) + QStringLiteral(", ") + size),
                 qPrintable(state->toolTip()));
    }
    void tellsAPeerThatIsDone()
    {
        test::ScriptedPeer peer(test::ScriptedPeer::Upgrade::Silent);
        peer.play(test::PeerScript().accept().halfClose());
        test::NetFixture net;
        net.settings.keepHalfOpen = true;
        const ConnectionId id = net.open(peer.url());
        StatusLine line;
        const auto *state = line.findChild<QLabel *>(QStringLiteral("statusState"));
        const auto text = [&] {
            line.refresh(*net.capture, net.session.get(), id);
            return state->text();
        };
        QTRY_COMPARE(text(), QStringLiteral("● open · peer done sending"));
    }
    void saysWhatThePercentageMeans()
    {
        net::ListenerSettings settings;
        settings.deflate.offer = true;
        test::ServerFixture server(settings);
        test::NetFixture net;
        net.settings.deflate.offer = true;
        const ConnectionId id = net.open(server.listener->url());
        QTRY_COMPARE(net.session->status(id).state, net::State::Open);
        StatusLine line;
        const auto *extensions = line.findChild<QLabel *>(QStringLiteral("statusExtensions"));
        line.refresh(*net.capture, net.session.get(), id);
        QVERIFY2(!extensions->toolTip().contains(QStringLiteral("instead of")), qPrintable(extensions->toolTip()));
        net.session->sendMessage(id, ws::Opcode::Text, QByteArray(2048, 'a'));
        QTRY_VERIFY(net.capture->totals(id).inflatedOut == 2048);
        line.refresh(*net.capture, net.session.get(), id);
        QCOMPARE(extensions->text(), QStringLiteral("deflate, 99 % saved"));
        const QString bytes = QString::number(net.capture->totals(id).compressedOut);
        QVERIFY2(
            extensions->toolTip().contains(
                QStringLiteral("Compressed messages of both directions take %1 bytes instead of 2.0 KiB.").arg(bytes)),
            qPrintable(extensions->toolTip()));
    }
    void tellsHowItEnded()
    {
        test::ScriptedPeer peer(test::ScriptedPeer::Upgrade::Silent);
        peer.play(test::PeerScript().accept().send(QByteArrayLiteral("\x88\x05\x03\xf3wh?")).halfClose());
        test::NetFixture net;
        const ConnectionId id = net.open(peer.url());
        QTRY_COMPARE(net.session->status(id).state, net::State::Closed);
        StatusLine line;
        line.resize(1000, 20);
        const auto *state = line.findChild<QLabel *>(QStringLiteral("statusState"));
        capture::CaptureReader reader(*net.capture);
        line.refresh(*net.capture, net.session.get(), id, connectionEnd(*net.capture, reader, id, EndSides::UsAndPeer));
        QCOMPARE(state->text(), QStringLiteral("▲ closed by peer · 1011 internal error · wh?"));
        const QString sentence =
            QStringLiteral("The server closed the connection with code 1011 (internal error): wh?.");
        line.refresh(*net.capture, net.session.get(), id); // its rows were not stored
        QCOMPARE(state->text(), QStringLiteral("▲ closed · 1011 internal error"));
        QVERIFY2(state->toolTip().contains(sentence), qPrintable(state->toolTip()));
        QCOMPARE(state->accessibleDescription(), sentence);

        const ConnectionEnd end = *connectionEnd(*net.capture, reader, id, EndSides::ClientAndServer);
        line.refresh(*net.capture, nullptr, id, end);
        QCOMPARE(state->text(), QStringLiteral("capture file · ▲ closed by server · 1011 internal error · wh?"));
        QVERIFY2(state->toolTip().contains(sentence), qPrintable(state->toolTip()));
        line.refresh(*net.capture, nullptr, std::nullopt);
        QVERIFY(!state->toolTip().contains(sentence));
        line.resize(160, 20);
        line.refresh(*net.capture, nullptr, id, end);
        QVERIFY2(state->text().endsWith(u'…'), qPrintable(state->text()));
    }
};

QTEST_MAIN(TestStatusLine)
#include "tst_statusline.moc"
