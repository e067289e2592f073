#include "core/capture/event.h"

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
        for (int i = 0; i <= int(EventKind::Note); ++i) {
            const QString name = eventName(EventKind(i));
            QVERIFY(!name.isEmpty());
            QCOMPARE(name, name.toLower());
            QCOMPARE(int(eventKind(name)), i);
            names.insert(name);
        }
        QCOMPARE(names.size(), int(EventKind::Note) + 1);
        QCOMPARE(eventName(EventKind::Failed), u"failed"_qs);
    }
    void unknownIsANote()
    {
        QCOMPARE(eventKind(u"of a later version"), EventKind::Note);
        QCOMPARE(eventName(EventKind(200)), u"note"_qs);
    }
};

QTEST_GUILESS_MAIN(TestEvent)
#include "tst_event.moc"
