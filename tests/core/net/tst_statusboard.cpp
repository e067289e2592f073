#include "core/net/statusboard.h"

#include <QTest>

using namespace framescope;
using net::State;
using net::Status;
using net::StatusBoard;

namespace
{
Status status(std::uint32_t id, State state)
{
    Status status;
    status.id = ConnectionId(id);
    status.state = state;
    status.reason = u"because %1"_qs.arg(id);
    status.started = Timestamp(int(id) + 1);
    status.closeCode = 1000;
    if (state >= State::Closed)
        status.ended = Timestamp(int(id) + 2);
    return status;
}
} // namespace

class TestStatusBoard : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void unknown();
    void live();
    void longEnded();
};

void TestStatusBoard::unknown()
{
    StatusBoard board;
    QVERIFY(!board.contains(ConnectionId(3)));
    QCOMPARE(board.get(ConnectionId(3)).state, State::Closed);
    QCOMPARE(board.get(ConnectionId(3)).id, ConnectionId(3));
}

void TestStatusBoard::live()
{
    StatusBoard board;
    board.set(status(2, State::Open));
    board.set(status(1, State::Connecting));
    board.set(status(0, State::Failed));
    QCOMPARE(board.live(), (std::vector<ConnectionId>{ConnectionId(1), ConnectionId(2)}));
}

/// T14: what is kept of ended connections does not grow by their texts.
void TestStatusBoard::longEnded()
{
    StatusBoard board;
    constexpr std::uint32_t count = StatusBoard::maxEnded + 10;
    for (std::uint32_t i = 0; i < count; ++i) {
        board.set(status(i, State::Open));
        board.set(status(i, i == 3 ? State::Failed : State::Closed));
        board.set(status(i, i == 3 ? State::Failed : State::Closed)); // told twice, ended once
    }
    QVERIFY(board.live().empty());
    for (const std::uint32_t i : {0U, 3U, 9U}) {
        const Status old = board.get(ConnectionId(i));
        QVERIFY(board.contains(ConnectionId(i)));
        QCOMPARE(old.id, ConnectionId(i));
        QCOMPARE(old.state, i == 3 ? State::Failed : State::Closed);
        QCOMPARE(old.started, Timestamp(int(i) + 1));
        QCOMPARE(old.ended, Timestamp(int(i) + 2));
        QCOMPARE(old.closeCode, std::uint16_t(1000));
        QVERIFY(old.reason.contains(u"rows"));
    }
    QCOMPARE(board.get(ConnectionId(10)).reason, u"because 10"_qs);
    board.edit(ConnectionId(10), [](Status &kept) { kept.reason = u"changed"_qs; });
    QCOMPARE(board.get(ConnectionId(10)).reason, u"changed"_qs);
    bool edited = false;
    board.edit(ConnectionId(9), [&](Status &) { edited = true; });
    QVERIFY(!edited);
}

QTEST_GUILESS_MAIN(TestStatusBoard)
#include "tst_statusboard.moc"
