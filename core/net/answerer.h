#pragma once

#include "core/capture/capture.h"
#include "core/net/messagememory.h"
#include "core/net/messagewriter.h"
#include "core/net/settings.h"

#include <limits>
#include <memory>
#include <optional>
#include <vector>

namespace framescope::net
{

/// What an end of a connection answers by itself.
struct AnswerRules {
    ws::Role role = ws::Role::Client;
    Policy policy = Policy::Observe;
    bool ping = true;
    bool close = true;
    bool echo = false;    ///< send each whole message back
    bool deliver = false; ///< hand each whole message to the owner
};

/// Turns what the capture's pipeline tells into the octets to answer with, in the order of the stream. Owns
/// no socket: the connection appends to the capture, then takes the answers and sends them.
class Answerer final : public capture::PeerSink
{
public:
    /// Echo and delivery hold a message in memory up to here; a longer one fails the connection with 1009.
    static constexpr qsizetype maxMessage = qsizetype(64) * 1024 * 1024;
    /// So much is made of one read, of which compression lets many messages come out; then likewise.
    static constexpr qsizetype maxCollected = maxMessage;

    struct Close {
        std::uint16_t code = 0;
        QByteArray reason;
    };
    struct Failure {
        std::uint16_t code = 0;
        std::optional<ws::FindingId> finding; ///< none when what came is too much to hold
        QString what;                         ///< then: "a message of ...", a sentence's end
    };
    struct Message {
        ws::Opcode opcode{};
        QByteArray data;
    };
    struct Answers {
        QByteArray octets; ///< pongs and echoes
        std::vector<QByteArray> pongs;
        std::vector<Message> messages;
        std::optional<Close> close;
        std::optional<Failure> failure; ///< fail the connection with this code (RFC 6455 §7.1.7)
    };

    explicit Answerer(const AnswerRules &rules) : m_rules(rules), m_writer(rules.role) {}
    ~Answerer();
    Answerer(const Answerer &) = delete;
    Answerer &operator=(const Answerer &) = delete;

    /// What is held counts together with what others hold. May be null.
    void share(std::shared_ptr<MessageMemory> memory) { m_memory = std::move(memory); }
    /// Octets given to the socket that TCP has not taken yet; they count as held.
    void setUnsent(qint64 octets);

    /// What came since the last take().
    Answers take();
    /// A close frame of ours went out: nothing more is answered (RFC 6455 §5.5.1).
    void stop() noexcept { m_stopped = true; }
    /// How many octets of pongs may be made from now on. Beyond that only the latest ping is remembered: RFC 6455
    /// §5.5.3 lets a pong answer the last of several pings.
    void setPongRoom(qsizetype octets) noexcept { m_pongRoom = octets; }
    bool holdsPing() const noexcept { return m_heldPing.has_value(); }
    /// Makes the pong for the remembered ping, whatever the room.
    void answerHeldPing();
    /// The next ping is answered with a payload that is not its own.
    void spoilNextPong() noexcept { m_spoilPong = true; }
    const AnswerRules &rules() const noexcept { return m_rules; }
    /// Makes what this end sends as messages, echoes among them.
    MessageWriter &writer() noexcept { return m_writer; }

    void upgraded(const QByteArray &subprotocol) override;
    void pingReceived(ByteView payload) override;
    void pongReceived(ByteView payload) override;
    void closeReceived(std::uint16_t code, ByteView reason) override;
    void violation(std::uint16_t closeCode, ws::FindingId finding) override;
    void frameDone() override { commitMessage(); }
    void responseJudged(bool upgraded, bool valid, int status) override;
    bool wantsMessages() const override { return m_rules.echo || m_rules.deliver; }
    void messageBegin(ws::Opcode opcode) override;
    void messageData(ws::Opcode opcode, ByteView unmasked) override;
    void messageEnd(ws::Opcode opcode) override;

private:
    void commitMessage();
    void writePong(ByteView payload);
    void count();
    void failTooBig(const QString &what);

    AnswerRules m_rules;
    MessageWriter m_writer;
    Answers m_answers;
    std::shared_ptr<MessageMemory> m_memory;
    std::uint64_t m_counted = 0; ///< in m_memory
    std::uint64_t m_unsent = 0;
    qsizetype m_delivered = 0; ///< octets of m_answers.messages
    QByteArray m_message;
    std::optional<ws::Opcode> m_ended; ///< m_message is whole; until frameDone() a violation of its last frame may come
    std::optional<QByteArray> m_heldPing;
    qsizetype m_pongRoom = std::numeric_limits<qsizetype>::max();
    bool m_stopped = false;
    bool m_spoilPong = false;
};

} // namespace framescope::net
