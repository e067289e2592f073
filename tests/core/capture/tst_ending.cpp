#include "core/capture/ending.h"

#include "tests/core/capture/recording.h"

#include <QTemporaryDir>

using namespace framescope;
using namespace framescope::capture;
using namespace framescope::test;
using ws::Opcode;

class TestEnding : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;

    static QString print(const Ending &ending)
    {
        const auto row = [](std::optional<RowIndex> r) { return r ? QString::number(r->value()) : u"-"_qs; };
        return u"out %1 in %2 end %3%4%5"_qs.arg(row(ending.closeFrames[0]), row(ending.closeFrames[1]),
                                                 row(ending.end), ending.opened ? u" opened"_qs : QString(),
                                                 ending.withoutClose ? u" withoutClose"_qs : QString());
    }

private Q_SLOTS:
    void rows_data()
    {
        QTest::addColumn<QString>("steps"); ///< rows 0 and 1 are the heads
        QTest::addColumn<QString>("ending");
        QTest::newRow("open") << u"text"_qs << u"out - in - end - opened"_qs;
        QTest::newRow("closed by the peer")
            << u"text closeIn closeOut finIn finOut"_qs << u"out 4 in 3 end 5 opened"_qs;
        QTest::newRow("closed by us, no answer") << u"closeOut finIn"_qs << u"out 2 in - end 3 opened"_qs;
        QTest::newRow("two close frames") << u"closeIn closeIn"_qs << u"out - in 2 end - opened"_qs;
        QTest::newRow("TCP ended") << u"text finIn finOut"_qs << u"out - in - end 3 opened withoutClose"_qs;
        QTest::newRow("reset") << u"reset"_qs << u"out - in - end 2 opened withoutClose"_qs;
        QTest::newRow("a close frame after the end")
            << u"finIn closeOut"_qs << u"out 3 in - end 2 opened withoutClose"_qs;
    }
    void rows()
    {
        QFETCH(QString, steps);
        const QString path = m_dir.filePath(QString::fromLatin1(QTest::currentDataTag()) + u".pcapng"_qs);
        {
            Recording r(path);
            const ConnectionId id = r.upgraded();
            for (const QString &step : steps.split(u' ')) {
                const unsigned before = r.capture->ending(id).steps;
                if (step == u"text"_qs)
                    r.in(id, frame(Opcode::Text, "x", false));
                else if (step == u"closeIn"_qs)
                    r.in(id, frame(Opcode::Close, ws::closePayload(1001, "bye"), false));
                else if (step == u"closeOut"_qs)
                    r.out(id, frame(Opcode::Close, ws::closePayload(1001, {}), true));
                else if (step == u"finIn"_qs)
                    r.capture->endStream(id, Direction::In, r.tick());
                else if (step == u"finOut"_qs)
                    r.capture->endStream(id, Direction::Out, r.tick());
                else
                    r.capture->reset(id, Direction::In, r.tick());
                if (step == u"text"_qs)
                    QCOMPARE(r.capture->ending(id).steps, before); // no news
            }
            QTEST(print(r.capture->ending(id)), "ending");
        }
        auto opened = Capture::open(path);
        QVERIFY(opened && (*opened)->load());
        QTEST(print((*opened)->ending(ConnectionId(0))), "ending");
    }

    void refused()
    {
        Recording r(m_dir.filePath(u"refused.pcapng"_qs));
        const ConnectionId id = r.connect();
        r.out(id, requestHead());
        r.in(id, "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
        r.capture->endStream(id, Direction::In, r.tick());
        QCOMPARE(print(r.capture->ending(id)), u"out - in - end 2"_qs);
        QCOMPARE(print(r.capture->ending(ConnectionId(7))), u"out - in - end -"_qs);
    }
};

QTEST_GUILESS_MAIN(TestEnding)
#include "tst_ending.moc"
