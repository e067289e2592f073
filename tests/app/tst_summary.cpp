#include "app/summary.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace framescope;

class TestSummary : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void numbersThatWereNeverUsedAreNoConnections();
};

void TestSummary::numbersThatWereNeverUsedAreNoConnections()
{
    const QTemporaryDir folder;
    auto capture = capture::Capture::create(folder.filePath(QStringLiteral("some.pcapng")));
    QVERIFY(capture.ok());
    (*capture)->reserveConnection();
    for (int i = 0; i < 2; ++i) {
        const ConnectionId id = (*capture)->reserveConnection();
        (*capture)->beginConnection(id, {}, Timestamp(1000));
        (*capture)->addEvent(id, Direction::Out, Timestamp(2000), {capture::EventKind::Note, {}});
        (*capture)->reserveConnection();
    }
    const std::vector<ConnectionId> begun{ConnectionId(1), ConnectionId(3)};
    QCOMPARE((*capture)->connections(), begun);
    const QJsonArray told = QJsonDocument::fromJson(app::summary(**capture, true)).object()[u"connections"].toArray();
    QCOMPARE(told.size(), 2);
    QCOMPARE(told[0].toObject()[u"conn"].toInt(), 2);
    QCOMPARE(told[1].toObject()[u"conn"].toInt(), 4);
    const QByteArray text = app::summary(**capture, false);
    QCOMPARE(text.count('\n'), 2);
    QVERIFY2(text.contains("; 2 connections\n2: sent"), text.constData());
}

QTEST_GUILESS_MAIN(TestSummary)
#include "tst_summary.moc"
