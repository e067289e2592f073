#include "core/net/connection.h"

#include "core/net/failuretext.h"
#include "core/net/reconnect.h"
#include "core/ws/closecode.h"

#include <QJsonObject>

#include <algorithm>
#include <limits>
#include <utility>

namespace framescope::net
{
namespace
{
using namespace std::chrono_literals;
using capture::EventKind;

constexpr qsizetype readSize = 256 * 1024;
/// A peer that does not read what we answer is not read from either: TCP holds it back.
constexpr qint64 unsentLimit = 4 * 1024 * 1024;
/// So much is still read of a connection that is given up.
constexpr qint64 drainLimit = 8 * 1024 * 1024;
constexpr auto stallTime = 1s, lingerTime = 2s;
} // namespace

std::shared_ptr<QByteArray> makeReadBuffer() { return std::make_shared<QByteArray>(readSize, Qt::Uninitialized); }

Connection::Connection(const ConnectionContext &context, ConnectionId id, const AnswerRules &rules,
                       std::chrono::milliseconds closeTimeout)
    : m_context(context), m_answerer(rules), m_closeTimeout(closeTimeout), m_stall(stallTime)
{
    m_status.id = id;
    m_status.started = now();
    m_deadline.setSingleShot(true);
    connect(&m_deadline, &QTimer::timeout, this, &Connection::onDeadline);
    connect(&m_stall, &StallWatch::stalled, this, [this](quint64 present, quint64 needed) {
        addEvent(EventKind::Stalled, {{u"octets"_qs, qint64(present)}, {u"needed"_qs, double(needed)}});
        Q_EMIT changed();
    });
}

Connection::~Connection()
{
    blockSignals(true);
    if (!m_over)
        abort();
}

void Connection::adoptSocket(std::unique_ptr<QTcpSocket> socket)
{
    m_transport = std::make_unique<Transport>(std::move(socket));
    connect(m_transport.get(), &Transport::readable, this, &Connection::pump);
    connect(m_transport.get(), &Transport::written, this, &Connection::onBytesWritten);
    connect(m_transport.get(), &Transport::ended, this, &Connection::onEnded);
    connect(m_transport.get(), &Transport::failed, this,
            [this](QAbstractSocket::SocketError error, const QString &text) {
                if (!m_over && !m_opened && error != QAbstractSocket::RemoteHostClosedError)
                    socketFailed(error, text);
            });
}

void Connection::tcpConnected(capture::ConnectionFacts facts, QTcpSocket &socket)
{
    m_tcp = true;
    socket.setSocketOption(QAbstractSocket::LowDelayOption, 1);
    QJsonObject details;
    if (facts.peerAddress.isEmpty()) {
        facts.localAddress = addressText(socket.localAddress());
        facts.peerAddress = addressText(socket.peerAddress());
        facts.localPort = socket.localPort();
        facts.peerPort = socket.peerPort();
        details = {{u"local"_qs, endpointText(facts.localAddress, facts.localPort)},
                   {u"peer"_qs, endpointText(facts.peerAddress, facts.peerPort)}};
    } else {
        details = {{u"peer"_qs, facts.peerAddress}};
    }
    if (!facts.proxy.isEmpty())
        details.insert(u"proxy"_qs, facts.proxy);
    capture().setFacts(id(), facts);
    capture().setPeerSink(id(), &m_answerer);
    addEvent(EventKind::Connected, details);
}

void Connection::open(const QByteArray &subprotocol, const QByteArray &extensions, ByteView early)
{
    m_deadline.stop();
    m_opened = true;
    m_sent.feed(early, now());
    m_status.opened = now();
    m_status.subprotocol = peerText(QString::fromLatin1(subprotocol), saidLimit);
    m_status.extensions = peerText(QString::fromLatin1(extensions), 1000);
    if (m_keepAlive)
        m_keepAlive->start();
    setState(State::Open);
    Q_EMIT opened();
    noteClose();
}

void Connection::setKeepAlive(std::chrono::milliseconds interval)
{
    if (interval.count() <= 0)
        return;
    m_keepAlive = std::make_unique<KeepAlive>(interval);
    connect(m_keepAlive.get(), &KeepAlive::pingDue, this, &Connection::ping);
    connect(m_keepAlive.get(), &KeepAlive::unanswered, this, [this](std::chrono::milliseconds limit) {
        addEvent(EventKind::Note, KeepAlive::unansweredDetails(limit));
        Q_EMIT changed();
    });
}

void Connection::ping(const QByteArray &payload)
{
    // A peer that does not read gets no more of them until it does.
    if (m_weClosed || m_outEnded || unsent() >= pongQueueLimit)
        return;
    m_keepAlive->sent(payload);
    transmit(controlFrame(ws::Opcode::Ping, payload, m_answerer.rules().role));
    Q_EMIT changed();
}

void Connection::setState(State state)
{
    m_status.state = state;
    Q_EMIT changed();
}

void Connection::addEvent(EventKind kind, const QJsonObject &details, Direction direction)
{
    capture().addEvent(id(), direction, now(), {kind, details});
}

qint64 Connection::unsent() const { return m_transport ? m_transport->unsent() : 0; }

bool Connection::canSend(qsizetype size)
{
    const bool ended = m_outEnded || m_endWhenWritten;
    if (m_opened && !m_over && !ended && m_transport->canWrite())
        return true;
    const QString why = !m_opened && !m_over ? u"the connection is not open yet"_qs
                        : m_over             ? u"the connection is over"_qs
                        : ended              ? u"this side has ended its TCP stream"_qs
                                             : u"the peer has ended TCP"_qs;
    addEvent(EventKind::Note, {{u"text"_qs, u"Not sent: %1 bytes, because %2."_qs.arg(size).arg(why)}}, Direction::Out);
    Q_EMIT changed();
    return false;
}

void Connection::send(const QByteArray &octets)
{
    if (!canSend(octets.size()))
        return;
    const std::uint64_t compressed = m_sent.compressedFrames();
    transmit(octets);
    if (m_sent.compressedFrames() != compressed)
        m_answerer.writer().forget();
    Q_EMIT changed();
}

void Connection::sendMessage(ws::Opcode opcode, const QByteArray &data)
{
    if (!canSend(data.size()))
        return;
    QByteArray octets;
    m_answerer.writer().write(opcode, byteView(data), octets);
    transmit(octets);
    Q_EMIT changed();
}

void Connection::transmit(const QByteArray &octets)
{
    if (octets.isEmpty() || m_outEnded || !m_transport || !m_transport->canWrite())
        return;
    const Timestamp time = now();
    m_transport->write(octets);
    m_answerer.setUnsent(unsent());
    capture().append(id(), Direction::Out, time, byteView(octets));
    if (!m_opened)
        return;
    m_sent.feed(byteView(octets), time);
    noteClose();
}

/// The first close frame among what we sent.
void Connection::noteClose()
{
    if (!m_sent.closeCode() || m_weClosed)
        return;
    m_weClosed = true;
    m_closeByUs = !m_peerClosed;
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
}

void Connection::close(std::uint16_t code, const QByteArray &reason)
{
    if (m_over)
        return;
    if (!m_opened) {
        giveUp(u"Cancelled before the connection was open."_qs);
        return;
    }
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

void Connection::endWithoutClose()
{
    if (m_over)
        return;
    m_closeByUs = m_closeByUs || !m_peerClosed;
    endTcp();
}

void Connection::fail(const Failure &failure)
{
    m_status.reason = failure.reason;
    m_lasting = lastingReason(failure);
    if (m_lasting.isEmpty() && !m_status.refusedSha256.isEmpty())
        m_lasting = u"the certificate was refused"_qs;
    QJsonObject details = failure.details;
    details[u"stage"_qs] = failure.stage;
    details[u"reason"_qs] = failure.reason;
    for (const auto &[finding, value] : failure.findings)
        capture::tell(details, finding, value);
    addEvent(EventKind::Failed, details);
    setState(State::Failed);
}

void Connection::pump()
{
    if (m_pumping || !m_transport || m_over)
        return;
    m_pumping = true;
    while (!m_over && (m_silent || unsent() < unsentLimit)) {
        const qint64 count = m_transport->read(m_context.buffer->data(), m_context.buffer->size());
        if (count <= 0)
            break;
        take(byteView(QByteArrayView(m_context.buffer->constData(), count)));
    }
    m_pumping = false;
    if (m_peerEnds && !m_inEnded && !m_over && m_transport->bytesAvailable() == 0)
        settlePeerEnd();
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

void Connection::take(ByteView octets)
{
    m_answerer.setPongRoom(unsent() == 0 ? std::numeric_limits<qsizetype>::max() : pongQueueLimit - unsent());
    // Answers to frames go out before all is written to the file.
    std::optional<capture::Capture::Batch> batch;
    if (m_opened)
        batch.emplace(capture());
    capture().append(id(), Direction::In, now(), octets);
    if (!m_opened && !m_silent)
        handshakeOctets(octets);
    if (m_opened) {
        m_stall.follow(capture().arrival(id(), Direction::In));
        m_status.frameProgress = m_stall.arrival().payloadPresent();
        m_status.frameDeclared = m_stall.arrival().payloadDeclared();
        if (!m_silent) {
            m_stall.watch();
            settleAnswers();
        }
    }
    batch.reset();
    if (!m_over) // its end was told
        Q_EMIT changed();
}

void Connection::settleAnswers()
{
    Answerer::Answers answers = m_answerer.take();
    const Timestamp time = now();
    for (const QByteArray &payload : answers.pongs) {
        m_status.rttNs = m_sent.roundTrip(payload, time).value_or(m_status.rttNs);
        if (m_keepAlive)
            m_keepAlive->pongReceived(payload);
    }
    if (!m_weClosed)
        transmit(answers.octets);
    for (const Answerer::Message &message : answers.messages)
        Q_EMIT messageReceived(message.opcode, message.data);
    if (m_over)
        return;
    if (answers.failure)
        failFrames(*answers.failure);
    else if (answers.close && !m_peerClosed)
        handleClose(*answers.close);
}

void Connection::handleClose(const Answerer::Close &close)
{
    m_peerClosed = true;
    m_status.closeCode = close.code;
    m_closeReason = close.reason;
    if (m_weClosed) {
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

void Connection::onBytesWritten()
{
    if (m_over)
        return;
    m_answerer.setUnsent(unsent());
    if (m_endWhenWritten && m_transport->bytesToWrite() == 0)
        endOurSide();
    else if (m_opened && (m_endWhenWritten || waitsForPeerToRead()))
        setDeadline(m_closeTimeout); // anew: it takes what is left
    if (m_answerer.holdsPing() && unsent() < pongQueueLimit && !m_pumping && !m_silent && !m_over) {
        m_answerer.answerHeldPing();
        settleAnswers();
    }
    if (m_over)
        return;
    Q_EMIT written();
    if (!m_pumping && !m_over && m_transport->bytesAvailable() > 0 && unsent() < unsentLimit)
        pump();
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
        if (last.close && !m_peerClosed) {
            m_peerClosed = true;
            m_status.closeCode = last.close->code;
            m_closeReason = last.close->reason;
        }
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
