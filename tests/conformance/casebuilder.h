#pragma once

#include "core/ws/closecode.h"
#include "tests/conformance/cases.h"
#include "tests/conformance/wire.h"

namespace framescope::conformance
{

/// Makes cases for one role of the test: its frames are masked as that role must.
class CaseBuilder
{
public:
    using Opcode = ws::Opcode;

    explicit CaseBuilder(ws::Role tester) : m_tester(tester) {}

    ws::FrameFields fields(Opcode opcode, bool fin = true, int rsv = 0) const
    {
        ws::FrameFields fields;
        fields.opcode = opcode;
        fields.fin = fin;
        fields.rsv = static_cast<std::uint8_t>(rsv);
        if (m_tester == ws::Role::Client)
            fields.key = ws::MaskKey{0x37, 0xFA, 0x21, 0x3D};
        return fields;
    }
    static QByteArray frame(const ws::FrameFields &fields, const QByteArray &payload)
    {
        QByteArray octets;
        ws::writeFrame(fields, byteView(payload), octets);
        return octets;
    }
    QByteArray frame(Opcode opcode, const QByteArray &payload, bool fin = true, int rsv = 0) const
    {
        return frame(fields(opcode, fin, rsv), payload);
    }
    QByteArray text(const QByteArray &payload, bool fin = true) const { return frame(Opcode::Text, payload, fin); }
    QByteArray more(const QByteArray &payload, bool fin = true) const
    {
        return frame(Opcode::Continuation, payload, fin);
    }
    QByteArray ping(const QByteArray &payload) const { return frame(Opcode::Ping, payload); }
    QByteArray close(int code, const QByteArray &reason = {}) const
    {
        return frame(Opcode::Close, ws::closePayload(static_cast<std::uint16_t>(code), reason));
    }
    static QString echoed(const QByteArray &payload) { return expected(Opcode::Text, payload); }
    static QString pong(const QByteArray &payload) { return expected(Opcode::Pong, payload); }

    /// What is sent is in order; the test then closes with 1000.
    void good(const QByteArray &name, const QByteArray &octets, const QStringList &answers, bool dribble = false)
    {
        m_cases.push_back({name, octets + close(1000), answers + QStringList{expectedClose(1000)}, false, dribble});
    }
    /// A rule is broken: after `answers` comes a close frame with this code, and then nothing although more is sent.
    void bad(const QByteArray &name, const QByteArray &octets, int code, const QStringList &answers = {},
             bool dribble = false)
    {
        m_cases.push_back({name, octets + (dribble ? QByteArray() : text("too late") + ping("too late")),
                           answers + QStringList{expectedClose(code)}, true, dribble});
    }
    /// As bad(), and not one octet follows those that break the rule: the verdict may wait for nothing.
    void atOnce(const QByteArray &name, const QByteArray &octets, int code, const QStringList &answers = {},
                bool dribble = false)
    {
        m_cases.push_back({name, octets, answers + QStringList{expectedClose(code)}, true, dribble});
    }
    /// The test's own close frame is in `octets`.
    void closing(const QByteArray &name, const QByteArray &octets, int code, const QStringList &answers = {})
    {
        m_cases.push_back({name, octets, answers + QStringList{expectedClose(code)}, false, false});
    }

    std::vector<Case> take() { return std::move(m_cases); }

private:
    ws::Role m_tester;
    std::vector<Case> m_cases;
};

} // namespace framescope::conformance
