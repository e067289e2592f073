// The part of a connection about its end: the closing handshake, the end of TCP, and who is not waited for.

#include "core/net/connection.h"
#include "core/net/failuretext.h"
#include "core/ws/closecode.h"

#include <QJsonObject>

#include <algorithm>

namespace framescope::net
{
namespace
{
using namespace std::chrono_literals;
using capture::EventKind;

/// So much is still read of a connection that is given up.
constexpr qint64 drainLimit = 8 * 1024 * 1024;
constexpr auto lingerTime = 2s;

QString unseenSentence(const QString &peer)
{
    return u"Ended from here: the close frame went into a frame that was not complete, where the %1 cannot see it."_qs
        .arg(peer);
}
} // namespace

void Connection::close(std::uint16_t code, const QByteArray &reason)
{
    if (m_over)
        return;
    if (!m_opened) {
        giveUp(u"Cancelled before the connection was open."_qs);
        return;
    }
    if (m_closeUnseen && !m_weClosed)
        return giveUp(unseenSentence(peerWord(m_answerer.rules().role)));
    if (m_weClosed || m_outEnded || m_endWhenWritten) {
        addEvent(EventKind::Note, {{u"text"_qs, u"No second close frame was sent: the connection is closing."_qs}},
                 Direction::Out);
        Q_EMIT changed();
        return;
    }
    sendClose(code, reason);
    Q_EMIT changed();
}

void Connection::abort()
{
    if (m_over)
        return;
    giveUp(m_opened ? u"Ended from here without a closing handshake."_qs
                    : u"Cancelled before the connection was open."_qs);
}

void Connection::endWithoutClose()
{
    if (m_over)
        return;
    m_closeByUs = m_closeByUs || !m_peerClosed;
    endTcp();
}

void Connection::giveUp(const QString &reason)
{
    m_silent = true;
    stopConnecting();
    if (m_transport) {
        drain();
        m_transport->reset();
    }
    if (m_tcp)
        capture().reset(id(), Direction::Out, now());
    if (m_status.state != State::Failed)
        m_status.reason = reason;
    if (!m_opened && m_status.state != State::Failed) {
        addEvent(EventKind::Closed, capture::closedDetails(ws::closecode::abnormal, reason, true, false),
                 Direction::Out);
        m_status.state = State::Closed;
    }
    m_closeByUs = m_closeByUs || !m_peerClosed;
    over();
}

void Connection::drain()
{
    // A buffer of its own: this can be called while the octets in the shared one are looked at.
    QByteArray buffer(64 * 1024, Qt::Uninitialized);
    qint64 taken = 0;
    do {
        for (qint64 count = 1; taken < drainLimit && count > 0; taken += std::max<qint64>(0, count)) {
            count = m_transport->read(buffer.data(), buffer.size());
            if (count > 0)
                take(byteView(QByteArrayView(buffer.constData(), count)));
        }
        if (taken >= drainLimit) {
            addEvent(EventKind::Note,
                     {{u"text"_qs, u"More bytes came and were not read: the connection was over."_qs}});
            return;
        }
        // Not those of Qt alone: what the system still has came as well.
    } while (m_transport->receive());
}

/// The first close frame among what we sent.
void Connection::noteClose()
{
    if (!m_sent.closeCode() || m_weClosed)
        return;
    m_weClosed = true;
    awaitEnd();
}

/// A close frame of ours went, and nothing more does.
void Connection::awaitEnd()
{
    m_closeByUs = m_closeByUs || !m_peerClosed;
    m_answerer.stop();
    if (m_keepAlive)
        m_keepAlive->stop();
    if (m_status.state == State::Open)
        setState(State::Closing);
    if (m_inEnded) // no answer can come
        QMetaObject::invokeMethod(this, &Connection::endTcp, Qt::QueuedConnection);
    else if (m_peerClosed)
        closingHandshakeDone();
    else
        setDeadline(m_closeTimeout);
}

void Connection::sendClose(std::uint16_t code, const QByteArray &reason)
{
    transmit(closeFrame(code, reason, m_answerer.rules().role));
    if (m_weClosed)
        return;
    // A frame that was sent before declares more than went out, and takes this for its payload.
    m_closeUnseen = true;
    awaitEnd();
}

void Connection::noteClose(const Answerer::Close &close)
{
    m_peerClosed = true;
    m_status.closeCode = close.code;
    m_closeReason = close.reason;
    if (m_closeUnseen && !m_weClosed)
        m_closeByUs = false; // the peer knows nothing of ours
}

void Connection::handleClose(const Answerer::Close &close)
{
    noteClose(close);
    if (m_weClosed || m_closeUnseen) {
        closingHandshakeDone();
        return;
    }
    setState(State::Closing);
    if (!m_answerer.rules().close)
        return;
    // RFC 6455 §5.5.1: answer with a close frame; it typically echoes the code. One that may not be sent is not echoed.
    const bool echo = close.code == ws::closecode::noStatus || ws::maySendCloseCode(close.code);
    sendClose(m_closeAnswer.value_or(echo ? close.code : ws::closecode::protocolError), {});
}

void Connection::closingHandshakeDone()
{
    if (m_outEnded || m_endWhenWritten)
        return;
    // RFC 6455 §7.1.1: the server ends TCP at once, the client waits for that, but not for ever.
    if (m_answerer.rules().role == ws::Role::Server)
        endTcp();
    else
        setDeadline(m_closeTimeout);
}

void Connection::failFrames(const Answerer::Failure &failure)
{
    if (m_weClosed || m_outEnded)
        return;
    const QString peer = peerWord(m_answerer.rules().role);
    const QString what =
        failure.finding ? ruleBrokenSentence(peer, *failure.finding) : u"The %1 sent %2"_qs.arg(peer, failure.what);
    const QString reason = u"%1 The connection was failed with code %2."_qs.arg(what, QString::number(failure.code));
    fail({u"frames"_qs, reason, {}, u"a rule was broken"_qs});
    // RFC 6455 §7.1.7: a close frame with a fitting code, then the end of TCP; nothing that follows is processed.
    sendClose(failure.code, {});
    endTcp();
}

void Connection::endTcp()
{
    if (m_over || m_outEnded || !m_transport)
        return;
    m_endWhenWritten = true;
    if (m_transport->bytesToWrite() == 0)
        endOurSide();
    else
        setDeadline(m_closeTimeout); // for the peer to read what is left
}

void Connection::endOurSide()
{
    m_outEnded = true;
    m_endWhenWritten = false;
    m_transport->endSending();
    capture().endStream(id(), Direction::Out, now());
    setDeadline(lingerTime);
    if (m_inEnded)
        finishTcp(false);
}

void Connection::closeTcp()
{
    if (m_over)
        return;
    m_silent = true;
    stopConnecting();
    if (m_transport) {
        drain();
        if (const qint64 left = m_transport->bytesToWrite(); left > 0 && m_endWhenWritten) {
            addEvent(EventKind::Note, {{u"text"_qs, notTakenSentence(peerWord(m_answerer.rules().role), left)}},
                     Direction::Out);
            m_transport->reset(); // an orderly end would say that this was all
            m_outEnded = true;
            capture().reset(id(), Direction::Out, now());
        }
        m_transport->close();
    }
    if (m_peerEnds) {
        capture().endStream(id(), Direction::In, now());
        if (m_opened && m_status.state != State::Failed)
            m_status.reason = describeEnd(false);
    }
    if (m_tcp && !m_outEnded) {
        m_outEnded = true;
        capture().endStream(id(), Direction::Out, now());
    }
    over();
}

void Connection::onEnded()
{
    if (m_over)
        return;
    // What TCP delivered before its end is still to be read. It can be answered when only the peer's side has ended.
    const bool half = !m_outEnded && !m_inEnded && m_transport->canWrite();
    m_peerEnds = half;
    m_silent = m_silent || (m_opened && !half);
    pump();
    if (m_over)
        return;
    if (!half)
        finishTcp(!m_outEnded && m_transport->wasReset());
    else if (waitsForPeerToRead())
        setDeadline(m_closeTimeout);
}

bool Connection::waitsForPeerToRead() const { return m_peerEnds && !m_inEnded && !m_keepHalfOpen; }

void Connection::settlePeerEnd()
{
    m_inEnded = true;
    if (m_outEnded || (!m_opened && m_status.state != State::Failed)) {
        finishTcp(false);
        return;
    }
    capture().endStream(id(), Direction::In, now());
    m_stall.stop();
    m_keepAlive.reset(); // no pong can come
    m_status.peerDone = true;
    m_status.frameProgress = m_status.frameDeclared = 0;
    if (m_keepHalfOpen && m_opened && !m_weClosed && !m_endWhenWritten) {
        m_transport->watchForReset();
        Q_EMIT peerDone();
        Q_EMIT changed();
        return;
    }
    // RFC 9293 §3.6: what was sent before our own end is still delivered.
    if (m_transport->bytesToWrite() > 0 && m_status.state == State::Open)
        setState(State::Closing);
    endTcp();
}

void Connection::finishTcp(bool reset)
{
    const bool tlsEndedByUs = m_outEnded && m_transport->isTls();
    m_transport->close();
    if (reset) {
        capture().reset(id(), Direction::In, now());
    } else {
        if (!tlsEndedByUs)
            capture().endStream(id(), Direction::In, now());
        if (!m_outEnded)
            capture().endStream(id(), Direction::Out, now());
    }
    m_inEnded = m_outEnded = true;
    if (!m_opened) {
        handshakeEnded(reset);
    } else {
        const Answerer::Answers last = m_answerer.take();
        if (last.close && !m_peerClosed)
            noteClose(*last.close);
        if (m_status.state != State::Failed)
            m_status.reason = describeEnd(reset);
    }
    over();
}

QString Connection::describeEnd(bool reset) const
{
    const QString peer = peerWord(m_answerer.rules().role);
    if (m_peerClosed || m_weClosed) {
        const std::uint16_t code =
            m_closeByUs ? m_sent.closeCode().value_or(ws::closecode::noStatus) : m_status.closeCode;
        const bool unanswered = m_closeByUs && !m_peerClosed;
        return closeSentence(m_closeByUs ? QString() : peer, code, m_closeReason) +
               (unanswered ? u" The %1 ended TCP without answering the close frame."_qs.arg(peer) : QString());
    }
    return tcpEndSentence(peer, reset, m_stall.arrival());
}

void Connection::onDeadline()
{
    if (m_over)
        return;
    if (m_outEnded || m_endWhenWritten || waitsForPeerToRead()) {
        closeTcp();
        return;
    }
    if (!m_opened) {
        handshakeDeadline();
        return;
    }
    if (m_closeUnseen && !m_weClosed && !m_peerClosed) {
        m_status.reason = unseenSentence(peerWord(m_answerer.rules().role));
        closeTcp();
        return;
    }
    fail({u"frames"_qs,
          closeTimeSentence(peerWord(m_answerer.rules().role), m_peerClosed, m_closeTimeout),
          {{ws::FindingId::TimeoutClose, static_cast<std::uint64_t>(m_closeTimeout.count())}}});
    closeTcp();
}

void Connection::over()
{
    if (m_over)
        return;
    m_over = true;
    m_deadline.stop();
    m_stall.stop();
    m_keepAlive.reset();
    m_status.ended = now();
    if (m_opened) {
        // RFC 6455 §7.1.5: the code of the close frame received, 1006 when none came.
        addEvent(EventKind::Closed,
                 capture::closedDetails(m_peerClosed ? m_status.closeCode : ws::closecode::abnormal,
                                        QString::fromUtf8(m_closeReason), m_closeByUs, m_peerClosed && m_weClosed),
                 m_closeByUs ? Direction::Out : Direction::In);
        if (m_status.state != State::Failed)
            m_status.state = State::Closed;
    }
    capture().setPeerSink(id(), nullptr);
    Q_EMIT changed();
    Q_EMIT finished();
}

} // namespace framescope::net
