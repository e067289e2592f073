#include "core/net/connection.h"

#include "core/net/failuretext.h"
#include "core/net/reconnect.h"

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
constexpr auto stallTime = 1s;
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

} // namespace framescope::net
