#include "tests/support/recordingserver.h"
#include "tests/support/windowfixture.h"
#include "ui/frametable/frametableview.h"
#include "ui/models/framelistmodel.h"
#include "ui/payload/difftab.h"
#include "ui/payload/jsonpane.h"
#include "ui/payload/payloadpane.h"

#include <QLabel>
#include <QLineEdit>
#include <QTest>

using namespace framescope;
using namespace framescope::ui;
using test::RecordingServer;

/// The payload pane in the whole window.
class TestPayload : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void twoSelectedRowsAreComparedAndAValueFilters()
    {
        test::WindowFixture fixture;
        const auto window = fixture.makeWindow();
        window->resize(1440, 900);
        window->show();
        RecordingServer server;
        server.setGreeting(RecordingServer::frame(1, R"({"id":1})") + RecordingServer::frame(1, R"({"id":2})") +
                           RecordingServer::frame(2, "binary"));
        net::ConnectionSettings settings;
        settings.url = server.url();
        window->connectTo(settings);
        const capture::Capture &capture = window->workspace().capture();
        QTRY_COMPARE(capture.totals(ConnectionId(0)).framesIn, 3u);
        auto *model = window->findChild<FrameListModel *>();
        auto *list = window->findChild<FrameTableView *>(QStringLiteral("frameList"));
        auto *payload = window->findChild<PayloadPane *>();
        auto *diff = window->findChild<DiffTab *>();
        const auto *summary = window->findChild<QLabel *>(QStringLiteral("diffSummary"));
        QTRY_COMPARE(model->rowCount(), int(capture.rowCount()));
        const int last = model->rowCount() - 1;

        list->selectModelRow(last - 2);
        payload->setCurrentTab(QStringLiteral("diff"));
        QVERIFY(summary->isVisible());
        QVERIFY(summary->text().startsWith(QStringLiteral("Select two rows")));
        QTest::keyClick(list, Qt::Key_Down, Qt::ShiftModifier);
        QTRY_COMPARE(diff->text(), QStringLiteral("- $.id: 1\n+ $.id: 2\n"));
        QTest::keyClick(list, Qt::Key_Down, Qt::ShiftModifier);
        QVERIFY2(summary->text().startsWith(QStringLiteral("3 rows")), qPrintable(summary->text()));

        list->selectModelRow(last - 1);
        payload->setCurrentTab(QStringLiteral("json"));
        auto *json = window->findChild<JsonPane *>();
        const QModelIndex root = json->model().index(0, 0);
        Q_EMIT json->filterRequested(json->model().filter(json->model().index(0, 0, root)), false);
        QCOMPARE(window->findChild<QLineEdit *>(QStringLiteral("filterEdit"))->text(),
                 QStringLiteral("json.$.id == 2"));
        QTRY_COMPARE(model->rowCount(), 1);
    }
};

QTEST_MAIN(TestPayload)
#include "tst_payload.moc"
