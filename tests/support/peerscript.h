#pragma once

#include "core/ws/opcode.h"

#include <QByteArray>
#include <QList>

#include <vector>

namespace framescope::test
{

/// What a bad peer does, one step after the other; ScriptedPeer::play() does it. A value.
class PeerScript
{
public:
    enum class Kind {
        AwaitRequest, ///< the request's head is whole
        AwaitOctets,  ///< `number` octets came after the request
        AwaitFrame,   ///< a frame with opcode `number` came after the request
        Send,         ///< `octets`, in one write
        Accept,       ///< a right 101 for the request that came, with `octets` behind it in the same write
        End,          ///< FIN, and nothing is read any more
        HalfClose,    ///< FIN; reading goes on
        Reset,        ///< RST
        Stall,        ///< until ScriptedPeer::goOn()
        StopReading,  ///< what comes stays in the socket until ReadAgain
        ReadAgain,
    };
    struct Step {
        Kind kind;
        QByteArray octets{};
        qsizetype number = 0;
    };

    PeerScript &awaitRequest() { return add({Kind::AwaitRequest}); }
    PeerScript &awaitOctets(qsizetype count) { return add({Kind::AwaitOctets, {}, count}); }
    PeerScript &awaitFrame(ws::Opcode opcode) { return add({Kind::AwaitFrame, {}, qsizetype(opcode)}); }
    PeerScript &accept(const QByteArray &glued = {}) { return add({Kind::Accept, glued}); }
    PeerScript &send(const QByteArray &octets) { return add({Kind::Send, octets}); }
    /// Cut before each of these places; each piece is on its way before the next is written.
    PeerScript &sendCut(const QByteArray &octets, const QList<qsizetype> &places)
    {
        qsizetype from = 0;
        for (const qsizetype place : places) {
            send(octets.sliced(from, place - from));
            from = place;
        }
        return send(octets.sliced(from));
    }
    /// One octet a write.
    PeerScript &dribble(const QByteArray &octets)
    {
        for (qsizetype i = 0; i < octets.size(); ++i)
            send(octets.sliced(i, 1));
        return *this;
    }
    PeerScript &end() { return add({Kind::End}); }
    PeerScript &halfClose() { return add({Kind::HalfClose}); }
    PeerScript &reset() { return add({Kind::Reset}); }
    PeerScript &stall() { return add({Kind::Stall}); }
    PeerScript &stopReading() { return add({Kind::StopReading}); }
    PeerScript &readAgain() { return add({Kind::ReadAgain}); }

    const std::vector<Step> &steps() const { return m_steps; }

private:
    PeerScript &add(Step step)
    {
        m_steps.push_back(std::move(step));
        return *this;
    }
    std::vector<Step> m_steps;
};

} // namespace framescope::test
