#include "core/net/answerer.h"

#include "core/ws/closecode.h"
#include "core/ws/findings.h"

#include <algorithm>
#include <utility>

namespace framescope::net
{
namespace
{
bool isAboutClose(ws::FindingId finding) noexcept
{
    return finding == ws::FindingId::CloseLength || finding == ws::FindingId::CloseCode ||
           finding == ws::FindingId::CloseReasonUtf8;
}
} // namespace

Answerer::~Answerer()
{
    if (m_memory)
        m_memory->change(m_counted, 0);
}

Answerer::Answers Answerer::take()
{
    commitMessage();
    m_delivered = 0;
    Answers taken = std::exchange(m_answers, Answers());
    count();
    return taken;
}

void Answerer::setUnsent(qint64 octets)
{
    m_unsent = static_cast<std::uint64_t>(std::max<qint64>(0, octets));
    count();
}

void Answerer::count()
{
    if (!m_memory)
        return;
    const auto held = m_unsent + static_cast<std::uint64_t>(m_message.size() + m_answers.octets.size() + m_delivered);
    m_memory->change(m_counted, held);
    m_counted = held;
}

void Answerer::failTooBig(const QString &what)
{
    // RFC 6455 §7.4.1: 1009, a message too big to process.
    m_answers.failure = Failure{ws::closecode::tooBig, std::nullopt, what};
    m_stopped = true;
    m_ended.reset();
    m_message = {};
    count();
}

// The connection judges the heads itself; what the pipeline says of them is for its own rows.
void Answerer::upgraded(const QByteArray &) {}
void Answerer::responseJudged(bool, bool, int) {}

void Answerer::pingReceived(ByteView payload)
{
    commitMessage();
    if (m_stopped || !m_rules.ping)
        return;
    m_heldPing.reset();
    if (m_pongRoom <= 0) {
        m_heldPing = toByteArray(payload);
        return;
    }
    const qsizetype before = m_answers.octets.size();
    writePong(payload);
    m_pongRoom -= m_answers.octets.size() - before;
}

void Answerer::answerHeldPing()
{
    const auto payload = std::exchange(m_heldPing, std::nullopt);
    if (payload && !m_stopped)
        writePong(byteView(*payload));
}

void Answerer::writePong(ByteView payload)
{
    // RFC 6455 §5.5.3: a pong carries the application data of the ping it answers.
    if (std::exchange(m_spoilPong, false)) {
        QByteArray other = toByteArray(payload);
        other.append(other.size() < 125 ? "!" : "");
        other[0] = static_cast<char>(other[0] ^ 1);
        ws::writeFrame(ownFrame(ws::Opcode::Pong, m_rules.role), byteView(other), m_answers.octets);
        return;
    }
    ws::writeFrame(ownFrame(ws::Opcode::Pong, m_rules.role), payload, m_answers.octets);
}

void Answerer::pongReceived(ByteView payload) { m_answers.pongs.push_back(toByteArray(payload)); }

void Answerer::closeReceived(std::uint16_t code, ByteView reason)
{
    commitMessage();
    if (m_answers.failure || m_answers.close)
        return;
    m_answers.close = Close{code, toByteArray(reason)};
    m_stopped = true;
}

void Answerer::violation(std::uint16_t closeCode, ws::FindingId finding)
{
    if (m_rules.policy != Policy::Strict || m_answers.failure)
        return;
    // A whole close frame came first: what follows it changes nothing. A broken close frame is no close
    // frame.
    if (m_answers.close && !isAboutClose(finding))
        return;
    m_answers.close.reset();
    m_ended.reset();
    m_answers.failure = Failure{closeCode, finding, {}};
    m_stopped = true;
}

void Answerer::messageBegin(ws::Opcode)
{
    commitMessage();
    // What is left of an interleaved message is nobody's.
    m_message.resize(0);
    count();
}

void Answerer::messageData(ws::Opcode, ByteView unmasked)
{
    if (m_stopped)
        return;
    if (unmasked.size() > static_cast<std::size_t>(maxMessage - m_message.size()))
        return failTooBig(u"a message of more than %1 bytes, too long to send back."_qs.arg(maxMessage));
    if (m_memory && !m_memory->hasRoom(unmasked.size())) {
        return failTooBig(u"a message of more than %1 bytes, while the messages of all connections here fill the %2 "
                          u"bytes they may take together."_qs.arg(m_message.size())
                              .arg(m_memory->most()));
    }
    m_message.append(qbyteView(unmasked));
    count();
}

void Answerer::messageEnd(ws::Opcode opcode)
{
    if (!m_stopped)
        m_ended = opcode;
}

void Answerer::commitMessage()
{
    if (!m_ended)
        return;
    const ws::Opcode opcode = *std::exchange(m_ended, std::nullopt);
    const qsizetype collected = m_answers.octets.size() + m_delivered;
    if (collected > 0 && m_message.size() > maxCollected - collected) {
        return failTooBig(
            u"so many messages at once that the answers to them have more than %1 bytes."_qs.arg(maxCollected));
    }
    if (m_rules.echo)
        m_writer.write(opcode, byteView(m_message), m_answers.octets);
    if (m_rules.deliver)
        m_answers.messages.push_back({opcode, m_message});
    m_delivered += m_rules.deliver ? m_message.size() : 0;
    constexpr qsizetype keep = 64 * 1024; // of each of a thousand connections
    if (m_message.capacity() > keep)
        m_message = {};
    else
        m_message.resize(0);
    count();
}

} // namespace framescope::net
