#include "tests/conformance/compression.h"

#include "tests/conformance/casebuilder.h"

#include <zlib.h>

#include <optional>

namespace framescope::conformance
{

using ws::Opcode;

namespace
{
int windowOf(const QByteArray &agreed, const QByteArray &parameter)
{
    const qsizetype at = agreed.indexOf(parameter + '=');
    if (at < 0)
        return 15;
    return agreed.mid(at + parameter.size() + 1).split(';').first().trimmed().toInt();
}

/// RFC 7692 §7.2.1
class Squeezer
{
public:
    Squeezer(int bits, bool takeover, int level = 6) : m_takeover(takeover)
    {
        deflateInit2(&m_stream, level, Z_DEFLATED, -std::max(bits, 9), 8, Z_DEFAULT_STRATEGY);
    }
    Squeezer(const Squeezer &) = delete;
    Squeezer &operator=(const Squeezer &) = delete;
    ~Squeezer() { deflateEnd(&m_stream); }

    QByteArray operator()(const QByteArray &message)
    {
        QByteArray out(qsizetype(deflateBound(&m_stream, uLong(message.size()))) + 64, Qt::Uninitialized);
        m_stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(message.constData()));
        m_stream.avail_in = uInt(message.size());
        m_stream.next_out = reinterpret_cast<Bytef *>(out.data());
        m_stream.avail_out = uInt(out.size());
        deflate(&m_stream, Z_SYNC_FLUSH);
        out.truncate(out.size() - qsizetype(m_stream.avail_out));
        if (!m_takeover)
            deflateReset(&m_stream);
        if (!out.endsWith(QByteArray::fromHex("0000ffff"))) // nothing at all was written
            return QByteArray(1, '\0');
        out.chop(4);
        return out;
    }

private:
    z_stream m_stream = {};
    bool m_takeover;
};

/// RFC 7692 §7.2.2
class Unsqueezer
{
public:
    Unsqueezer(int bits, bool takeover) : m_takeover(takeover) { inflateInit2(&m_stream, -bits); }
    Unsqueezer(const Unsqueezer &) = delete;
    Unsqueezer &operator=(const Unsqueezer &) = delete;
    ~Unsqueezer() { inflateEnd(&m_stream); }

    /// Nothing when it is not the expected message.
    bool gives(QByteArray wire, const QByteArray &expectedMessage)
    {
        wire += QByteArray::fromHex("0000ffff");
        QByteArray out(expectedMessage.size() + 64, Qt::Uninitialized);
        m_stream.next_in = reinterpret_cast<Bytef *>(wire.data());
        m_stream.avail_in = uInt(wire.size());
        m_stream.next_out = reinterpret_cast<Bytef *>(out.data());
        m_stream.avail_out = uInt(out.size());
        const int result = inflate(&m_stream, Z_SYNC_FLUSH);
        out.truncate(out.size() - qsizetype(m_stream.avail_out));
        const bool good = (result == Z_OK || result == Z_BUF_ERROR) && m_stream.avail_in == 0 && out == expectedMessage;
        if (!m_takeover)
            inflateReset(&m_stream);
        return good;
    }

private:
    z_stream m_stream = {};
    bool m_takeover;
};

/// Words that repeat, near and far, so that references of every distance are worth it.
QByteArray prose(qsizetype size, int seed)
{
    static const QByteArray words[] = {"the ", "frame ", "of ", "a ", "message ", "carries ", "octets ", "and "};
    QByteArray text;
    unsigned state = unsigned(seed) * 2654435761u + 1;
    while (text.size() < size) {
        state = state * 1664525u + 1013904223u;
        text += words[state >> 29];
        if ((state >> 20 & 15) == 0)
            text += QByteArray::number(state);
    }
    return text.first(size);
}

QByteArray noise(qsizetype size, int seed)
{
    QByteArray octets(size, Qt::Uninitialized);
    unsigned state = unsigned(seed) + 1;
    for (char &c : octets) {
        state = state * 1664525u + 1013904223u;
        c = char(state >> 24);
    }
    return octets;
}
} // namespace

QString converseCompressed(Wire &wire, ws::Role tester, const QByteArray &agreed)
{
    const bool client = tester == ws::Role::Client;
    const QByteArray ours = client ? "client" : "server";
    const QByteArray theirs = client ? "server" : "client";
    Squeezer squeeze(windowOf(agreed, ours + "_max_window_bits"), !agreed.contains(ours + "_no_context_takeover"));
    Unsqueezer unsqueeze(windowOf(agreed, theirs + "_max_window_bits"),
                         !agreed.contains(theirs + "_no_context_takeover"));
    CaseBuilder b(tester);
    int number = 0;
    int compressedBack = 0;
    const auto comesBack = [&](Opcode opcode, const QByteArray &message) {
        const std::optional<WireFrame> frame = wire.readFrame();
        const bool right = frame && (frame->first & 0xBF) == (0x80 | int(opcode));
        const bool compressed = frame && (frame->first & 0x40) != 0;
        compressedBack += compressed;
        if (right && (compressed ? unsqueeze.gives(frame->payload, message) : frame->payload == message))
            return QString();
        return QStringLiteral("message %1 of %2 octets did not come back; %3")
            .arg(number)
            .arg(message.size())
            .arg(frame ? describe(*frame, client ? ws::Role::Server : ws::Role::Client)
                       : QStringLiteral("nothing came"));
    };
    for (const qsizetype size : {0, 1, 16, 64, 256, 1024, 4096, 8192, 16384, 32768, 65536, 131072}) {
        for (int kind = 0; kind < 6; ++kind) {
            const Opcode opcode = kind % 2 == 0 ? Opcode::Text : Opcode::Binary;
            const QByteArray message = kind == 1 ? noise(size, number) : prose(size, kind < 4 ? number : 7);
            if (kind == 5) {
                // RFC 7692 §6: a message may go uncompressed, and leaves the context as it is.
                wire.write(b.frame(opcode, message));
            } else if (kind == 2 || kind == 3) {
                // RFC 7692 §6.1: the bit stands on the first frame alone; a ping may come between.
                const QByteArray squeezed = squeeze(message);
                const qsizetype cut = squeezed.size() / 2;
                wire.write(b.frame(opcode, squeezed.first(cut), false, 4) + b.ping("p") +
                           b.frame(Opcode::Continuation, squeezed.mid(cut), false) + b.frame(Opcode::Continuation, {}));
                const std::optional<WireFrame> pong = wire.readFrame();
                if (!pong || (pong->first & 0xF) != 10)
                    return QStringLiteral("no pong came before the end of message %1").arg(number);
            } else {
                wire.write(b.frame(opcode, squeeze(message), true, 4));
            }
            if (const QString wrong = comesBack(opcode, message); !wrong.isEmpty())
                return wrong;
            ++number;
        }
    }
    QByteArray many;
    for (int i = 0; i < 1000; ++i)
        many += b.frame(Opcode::Text, squeeze(prose(i % 300, i % 9)), true, 4);
    wire.write(many);
    for (int i = 0; i < 1000; ++i, ++number) {
        if (const QString wrong = comesBack(Opcode::Text, prose(i % 300, i % 9)); !wrong.isEmpty())
            return wrong;
    }
    // zlib has no window of 8: whoever must send with it may leave its messages as they are.
    const bool may = windowOf(agreed, theirs + "_max_window_bits") > 8;
    return compressedBack > 0 || !may ? QString() : QStringLiteral("no message came back compressed");
}

std::vector<Case> compressionCases(ws::Role tester)
{
    CaseBuilder b(tester);
    Squeezer squeeze(15, false);
    const auto squeezed = [&](const QByteArray &text) { return b.frame(Opcode::Text, squeeze(text), true, 4); };
    const QByteArray hello = squeeze("Hello");
    b.good("a message as RFC 7692 §7.2.3.1 has it",
           b.frame(Opcode::Text, QByteArray::fromHex("f248cdc9c90700"), true, 4), {b.echoed("Hello")});
    b.good("without compression, §7.2.3.3",
           b.frame(Opcode::Text, QByteArray::fromHex("000500faff48656c6c6f00"), true, 4), {b.echoed("Hello")});
    b.good("with a last block, §7.2.3.4", b.frame(Opcode::Text, QByteArray::fromHex("f348cdc9c9070000"), true, 4),
           {b.echoed("Hello")});
    b.good("two blocks, §7.2.3.5", b.frame(Opcode::Text, QByteArray::fromHex("f24805000000ffffcac9c90700"), true, 4),
           {b.echoed("Hello")});
    b.good("an empty message, §7.2.3.6", b.frame(Opcode::Text, QByteArray(1, '\0'), true, 4), {b.echoed({})});
    b.bad("rsv1 on a continuation",
          b.frame(Opcode::Text, hello.first(3), false, 4) + b.frame(Opcode::Continuation, hello.mid(3), true, 4), 1002);
    b.bad("rsv1 on a ping", b.frame(Opcode::Ping, "x", true, 4), 1002);
    b.bad("rsv1 on a close", b.frame(Opcode::Close, ws::closePayload(1000, {}), true, 4), 1002);
    b.bad("rsv2 on a compressed text", b.frame(Opcode::Text, hello, true, 6), 1002);
    b.bad("rsv1 on a reserved opcode", b.frame(Opcode(3), hello, true, 4), 1002);
    b.bad("not DEFLATE", b.frame(Opcode::Text, "\xFF\xFF\xFF\xFF", true, 4), 1007);
    b.bad("not DEFLATE, after a message", b.text("first") + b.frame(Opcode::Binary, "\xFF\xFF\xFF\xFF", true, 4), 1007,
          {b.echoed("first")});
    b.bad("DEFLATE that ends inside a block", b.frame(Opcode::Text, hello.chopped(3), true, 4), 1007);
    b.bad("compressed text that is not UTF-8", squeezed("bad \xFF text"), 1007);
    b.bad("compressed text cut inside a character", squeezed("cut \xE2\x82"), 1007);
    b.atOnce("compressed text that is not UTF-8, in a first fragment",
             b.frame(Opcode::Text, squeeze(QByteArray("bad \xFF") + noise(500, 1)), false, 4), 1007);
    return b.take();
}

} // namespace framescope::conformance
