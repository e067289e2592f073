#include "core/capture/event.h"

#include "core/ws/findings.h"

#include <QJsonArray>
#include <QSet>
#include <QTest>

using namespace framescope::capture;

class TestEvent : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void namesGoBothWays()
    {
        QSet<QString> names;
        for (int i = 0; i <= int(EventKind::Continued); ++i) {
            const QString name = eventName(EventKind(i));
            QVERIFY(!name.isEmpty());
            QCOMPARE(name, name.toLower());
            QCOMPARE(int(eventKind(name)), i);
            names.insert(name);
        }
        QCOMPARE(names.size(), int(EventKind::Continued) + 1);
        QCOMPARE(eventName(EventKind::Failed), u"failed"_qs);
    }
    void findingsAreToldInDetails()
    {
        QJsonObject details{{u"reason"_qs, u"the name was not found"_qs}};
        tell(details, framescope::ws::FindingId::DnsFailed);
        tell(details, framescope::ws::FindingId::TimeoutConnect, 15'000);
        const auto told = toldFindings(details, framescope::StreamOffset(7));
        QCOMPARE(told.size(), 2U);
        QCOMPARE(told[0].id, framescope::ws::FindingId::DnsFailed);
        QCOMPARE(told[1].id, framescope::ws::FindingId::TimeoutConnect);
        QCOMPARE(told[1].value, 15'000U);
        QCOMPARE(told[1].offset.value(), 7U);
        details[u"findings"_qs] = QJsonArray{QJsonObject{{u"id"_qs, u"of.later"_qs}}, 5};
        QVERIFY(toldFindings(details, framescope::StreamOffset(0)).empty());
    }
    void unknownIsANote()
    {
        QCOMPARE(eventKind(u"of a later version"), EventKind::Note);
        QCOMPARE(eventName(EventKind(200)), u"note"_qs);
    }
};

QTEST_GUILESS_MAIN(TestEvent)
#include "tst_event.moc"
