#include "tests/support/recordingserver.h"
#include "tests/support/windowfixture.h"
#include "ui/filter/filterbar.h"
#include "ui/frametable/frametableview.h"
#include "ui/models/framelistmodel.h"
#include "ui/payload/decodedpane.h"
#include "ui/payload/payloadpane.h"

#include <QTcpSocket>
#include <QTest>

using namespace framescope;
using namespace framescope::ui;
using test::RecordingServer;

/// Decoders in the whole window, on live traffic.
class TestDecoding : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void previewAndChoice()
    {
        test::WindowFixture fixture;
        const auto window = fixture.makeWindow();
        window->resize(1440, 900);
        window->show();
        RecordingServer server;
        server.setGreeting(RecordingServer::frame(1, "42[\"chat\",\"hi\",{\"a\":1}]") +
                           RecordingServer::frame(2, "\x08\x01"));
        net::ConnectionSettings settings;
        settings.url =
            server.url().replace(QStringLiteral("/recorder"), QStringLiteral("/socket.io/?EIO=4&transport=websocket"));
        window->connectTo(settings);
        const capture::Capture &capture = window->workspace().capture();
        QTRY_COMPARE(capture.totals(ConnectionId(0)).framesIn, 2u);
        auto *model = window->findChild<FrameListModel *>();
        QTRY_COMPARE(quint64(model->rowCount()), capture.rowCount());
        const int last = model->rowCount() - 1;
        const auto preview = [&](int row) { return model->index(row, FrameListModel::Preview).data().toString(); };
        QCOMPARE(preview(last - 1), QStringLiteral("event \"chat\" [\"hi\", {a: 1}]"));
        QCOMPARE(preview(last), QStringLiteral("attachment h'0801'"));

        auto *list = window->findChild<FrameTableView *>(QStringLiteral("frameList"));
        auto *pane = window->findChild<DecodedPane *>();
        window->findChild<PayloadPane *>()->setCurrentTab(QStringLiteral("decoded"));
        list->selectModelRow(last);
        QTRY_VERIFY(pane->decoder() != nullptr);
        QCOMPARE(QByteArray(pane->decoder()->id()), QByteArray("socketio"));
        pane->choose(decode::findDecoder(u"protobuf"));
        QCOMPARE(preview(last), QStringLiteral("Protobuf {1: 1}"));
        // Another window knows it as well.
        const auto other = fixture.makeWindow();
        QCOMPARE(other->findChild<DecodedPane *>()->choices(), pane->choices());
        QCOMPARE(pane->choices().list().size(), 1);
        Q_EMIT pane->filterRequested(pane->filterFor(pane->model().indexAt(1)), false);
        QCOMPARE(window->findChild<FilterBar *>()->text(), QStringLiteral("protobuf.$.1 == 1"));
        QTRY_COMPARE(model->rowCount(), 1);
        window->action(Command::ClearFilter)->trigger();
        QTRY_COMPARE(quint64(model->rowCount()), capture.rowCount());
        list->selectModelRow(last);
        QTRY_VERIFY(pane->decoder() != nullptr);
        pane->choose(nullptr);
        QCOMPARE(preview(last), QStringLiteral("attachment h'0801'"));
        QVERIFY(other->findChild<DecodedPane *>()->choices().list().isEmpty());
    }
};

QTEST_MAIN(TestDecoding)
#include "tst_decoding.moc"
