#include "core/ws/messageinflater.h"

#include "core/ws/deflater.h"
#include "core/ws/findings.h"

#include <QTest>

using namespace framescope;
using namespace framescope::ws;
using State = MessageInflater::State;

namespace
{
QByteArray hex(const char *text) { return QByteArray::fromHex(text); }

/// Inflates whole messages and keeps what is said of them.
struct Feed {
    MessageInflater inflater;
    QByteArray text;
    QByteArrayList said;

    explicit Feed(DeflateSide side = {}) : inflater(side) {}
    void say()
    {
        if (const auto before = inflater.takeWindowFault())
            said << "deflate.window=" + QByteArray::number(qulonglong(*before));
        if (const auto fault = inflater.takeFault())
            said << QByteArray(info(*fault).name.data());
    }
    void begin()
    {
        text.clear();
        inflater.begin();
        say();
    }
    void give(const QByteArray &octets)
    {
        inflater.count(std::uint64_t(octets.size()));
        ByteView input = byteView(octets);
        for (;;) {
            const ByteView part = inflater.inflate(input);
            if (part.empty())
                break;
            text += toByteArray(part);
        }
        say();
    }
    State message(const QByteArray &octets)
    {
        begin();
        give(octets);
        inflater.end();
        say();
        return inflater.state();
    }
};
} // namespace

class TestMessageInflater : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void countsAndInflates()
    {
        Feed feed;
        QCOMPARE(feed.inflater.state(), State::None);
        QCOMPARE(feed.inflater.size(), 0u);
        feed.begin();
        QVERIFY(feed.inflater.running());
        feed.give(hex("f248cd"));
        feed.give(hex("c9c90700"));
        QCOMPARE(feed.inflater.state(), State::Open);
        feed.inflater.end();
        QCOMPARE(feed.inflater.state(), State::Whole);
        QCOMPARE(feed.text, QByteArray("Hello"));
        QCOMPARE(feed.inflater.wire(), 7u);
        QCOMPARE(feed.inflater.size(), 5u);
        QCOMPARE(feed.message(hex("f200110000")), State::Whole);
        QCOMPARE(feed.text, QByteArray("Hello"));
        QVERIFY(feed.said.isEmpty());
    }
    void afterAFault_data()
    {
        QTest::addColumn<QByteArray>("octets");
        QTest::addColumn<int>("state");
        QTest::addColumn<QByteArray>("said");
        QTest::addColumn<bool>("lost");
        QTest::newRow("corrupt") << hex("f248cdc9c90718") << int(State::Corrupt) << QByteArray("deflate.data") << true;
        QTest::newRow("truncated") << hex("f248cdc9") << int(State::Truncated) << QByteArray("deflate.truncated")
                                   << true;
        QTest::newRow("no empty block") << hex("f348cdc9c90700") << int(State::Truncated)
                                        << QByteArray("deflate.truncated") << false;
        QTest::newRow("limit") << hex("f248cdc9c90700") << int(State::Limited) << QByteArray("deflate.limit") << true;
    }
    void afterAFault()
    {
        QFETCH(QByteArray, octets);
        QFETCH(int, state);
        QFETCH(QByteArray, said);
        QFETCH(bool, lost);
        for (const bool takeover : {true, false}) {
            Feed feed({takeover, 15});
            if (state == int(State::Limited))
                feed.inflater.setLimits({4, 0});
            QCOMPARE(int(feed.message(octets)), state);
            QCOMPARE(feed.said.join(' '), said);
            QCOMPARE(feed.inflater.contextLost(), lost && takeover);
            feed.inflater.setLimits({});
            feed.said.clear();
            QCOMPARE(feed.message(hex("f248cdc9c90700")), lost && takeover ? State::Unknown : State::Whole);
            QCOMPARE(feed.said.join(' '), lost && takeover ? QByteArray("deflate.unknown") : QByteArray());
            QCOMPARE(feed.text, lost && takeover ? QByteArray() : QByteArray("Hello"));
            QCOMPARE(feed.inflater.wire(), 7u);
        }
    }
    void abandoned()
    {
        for (const bool takeover : {true, false}) {
            Feed feed({takeover, 15});
            feed.begin();
            feed.give(hex("f248cd"));
            feed.inflater.abandon();
            QCOMPARE(feed.inflater.state(), State::Truncated);
            feed.say();
            QCOMPARE(feed.said.join(' '), QByteArray("deflate.truncated"));
            QCOMPARE(feed.inflater.contextLost(), takeover);
            feed.inflater.abandon(); // nothing is open
            QVERIFY(!feed.inflater.takeFault());
        }
        Feed feed({false, 15});
        feed.begin();
        feed.give(hex("f248cd"));
        QCOMPARE(feed.message(hex("f248cdc9c90700")), State::Whole);
        QVERIFY(feed.said.isEmpty());
    }
    void beyondTheWindow()
    {
        QByteArray text;
        for (int i = 0; i < 256; ++i)
            text += char(i);
        text += "abcdef";
        text += text;
        QByteArray octets;
        Deflater({true, 15}, 9).compress(byteView(text), octets);
        Feed small({true, 8});
        QCOMPARE(small.message(octets), State::Whole);
        QCOMPARE(small.text, text);
        QCOMPARE(small.said.join(' '), QByteArray("deflate.window=263"));
        QVERIFY(!small.inflater.contextLost());
        Feed fits({true, 9});
        QCOMPARE(fits.message(octets), State::Whole);
        QVERIFY(fits.said.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestMessageInflater)
#include "tst_messageinflater.moc"
