#include "tests/conformance/cases.h"

#include "tests/conformance/casebuilder.h"

namespace framescope::conformance
{

using ws::Opcode;

namespace
{
/// Octets that differ from their neighbours, so that a lost or doubled one is seen.
QByteArray octets(qsizetype size)
{
    QByteArray data(size, Qt::Uninitialized);
    for (qsizetype i = 0; i < size; ++i)
        data[i] = static_cast<char>('a' + (i + i / 26) % 26);
    return data;
}

QByteArray binary(qsizetype size)
{
    QByteArray data = octets(size);
    for (qsizetype i = 0; i < size; i += 3)
        data[i] = static_cast<char>(i * 7);
    return data;
}
} // namespace

std::vector<Case> framingCases(ws::Role tester)
{
    CaseBuilder b(tester);
    // RFC 6455 §5.2: each form of the length, and its borders.
    for (const qsizetype size : {0, 1, 125, 126, 127, 128, 65535, 65536}) {
        const QByteArray number = QByteArray::number(size);
        b.good("text of " + number, b.text(octets(size)), {b.echoed(octets(size))});
        b.good("binary of " + number, b.frame(Opcode::Binary, binary(size)), {expected(Opcode::Binary, binary(size))});
    }
    b.good("text octet by octet", b.text(octets(300)), {b.echoed(octets(300))}, true);
    ws::FrameFields longForm = b.fields(Opcode::Text);
    longForm.form = ws::LengthForm::Bits16;
    b.bad("16-bit form for 5 octets", b.frame(longForm, "Hello"), 1002);
    longForm.form = ws::LengthForm::Bits64;
    b.bad("64-bit form for 5 octets", b.frame(longForm, "Hello"), 1002);
    b.bad("64-bit form for 65535 octets", b.frame(longForm, octets(65535)), 1002);
    longForm.declared = std::uint64_t(1) << 63;
    b.bad("64-bit form with its top bit", b.frame(longForm, "Hello"), 1002);
    ws::FrameFields otherMask = b.fields(Opcode::Text);
    if (otherMask.key)
        otherMask.key.reset();
    else
        otherMask.key = ws::MaskKey{1, 2, 3, 4};
    b.bad("wrong mask bit", b.frame(otherMask, "Hello"), 1002);
    b.bad("wrong mask bit after a message", b.text("first") + b.frame(otherMask, "Hello"), 1002, {b.echoed("first")});
    // The verdict on a header does not wait for the payload.
    b.atOnce("wrong mask bit, header alone", b.frame(otherMask, octets(100)).first(6), 1002);

    // RFC 6455 §5.2: RSV bits without an extension.
    for (int rsv = 1; rsv < 8; ++rsv) {
        const QByteArray bits = "rsv " + QByteArray::number(rsv);
        b.bad(bits + " on text", b.frame(Opcode::Text, "Hello", true, rsv), 1002);
        b.bad(bits + " on binary after a message", b.text("first") + b.frame(Opcode::Binary, "x", true, rsv), 1002,
              {b.echoed("first")});
        b.bad(bits + " on a ping", b.frame(Opcode::Ping, "x", true, rsv), 1002);
        b.bad(bits + " on a close", b.frame(Opcode::Close, ws::closePayload(1000, {}), true, rsv), 1002);
        b.bad(bits + " on a continuation", b.text("a", false) + b.frame(Opcode::Continuation, "b", true, rsv), 1002);
        b.bad(bits + " octet by octet", b.text("first") + b.frame(Opcode::Text, "Hello", true, rsv), 1002,
              {b.echoed("first")}, true);
    }
    // RFC 6455 §5.2: reserved opcodes.
    for (const int opcode : {3, 4, 5, 6, 7, 11, 12, 13, 14, 15}) {
        const auto reserved = static_cast<Opcode>(opcode);
        const QByteArray name = "opcode " + QByteArray::number(opcode);
        b.bad(name, b.frame(reserved, {}), 1002);
        b.bad(name + " with payload after a message", b.text("first") + b.frame(reserved, "x"), 1002,
              {b.echoed("first")});
        b.bad(name + " between fragments", b.text("a", false) + b.frame(reserved, "x") + b.more("b"), 1002);
    }
    b.bad("opcode 5 octet by octet", b.text("first") + b.frame(Opcode(5), "x"), 1002, {b.echoed("first")}, true);
    return b.take();
}

std::vector<Case> controlCases(ws::Role tester)
{
    CaseBuilder b(tester);
    const QByteArray longest = octets(125);
    b.good("ping without payload", b.ping({}), {b.pong({})});
    b.good("ping with text", b.ping("Hello"), {b.pong("Hello")});
    b.good("ping with octets", b.ping(QByteArray::fromHex("00fffefdfcfb00ff")),
           {b.pong(QByteArray::fromHex("00fffefdfcfb00ff"))});
    b.good("ping of 125", b.ping(longest), {b.pong(longest)});
    b.good("ping of 125 octet by octet", b.ping(longest), {b.pong(longest)}, true);
    b.bad("ping of 126", b.ping(octets(126)), 1002);
    b.bad("pong of 126", b.frame(Opcode::Pong, octets(126)), 1002);
    b.atOnce("ping of 126, header alone", b.ping(octets(126)).first(tester == ws::Role::Client ? 8 : 4), 1002);
    b.bad("ping without FIN", b.frame(Opcode::Ping, "x", false), 1002);
    b.bad("pong without FIN", b.frame(Opcode::Pong, "x", false), 1002);
    b.bad("ping in fragments", b.frame(Opcode::Ping, "x", false) + b.more("y"), 1002);
    b.good("pong nobody asked for", b.frame(Opcode::Pong, {}) + b.frame(Opcode::Pong, "x") + b.text("on"),
           {b.echoed("on")});
    b.good("pong nobody asked for, then a ping", b.frame(Opcode::Pong, "x") + b.ping("p"), {b.pong("p")});
    QByteArray pings;
    QStringList pongs;
    for (int i = 0; i < 10; ++i) {
        pings += b.ping("payload-" + QByteArray::number(i));
        pongs += b.pong("payload-" + QByteArray::number(i));
    }
    b.good("ten pings", pings, pongs);
    b.good("ten pings octet by octet", pings, pongs, true);
    return b.take();
}

std::vector<Case> fragmentCases(ws::Role tester)
{
    CaseBuilder b(tester);
    const QByteArray two = b.text("frag", false) + b.more("ment");
    b.good("two fragments", two, {b.echoed("fragment")});
    b.good("two fragments octet by octet", two, {b.echoed("fragment")}, true);
    const QByteArray between = b.text("frag", false) + b.ping("p") + b.more("ment");
    b.good("ping between fragments", between, {b.pong("p"), b.echoed("fragment")});
    b.good("ping between fragments octet by octet", between, {b.pong("p"), b.echoed("fragment")}, true);
    b.good("five fragments, pings between",
           b.text("1", false) + b.more("2", false) + b.ping("a") + b.more("3", false) + b.more("4", false) +
               b.ping("b") + b.more("5"),
           {b.pong("a"), b.pong("b"), b.echoed("12345")});
    b.good("empty fragments", b.text({}, false) + b.more({}, false) + b.more({}), {b.echoed({})});
    b.good("empty fragments round one that is not", b.text({}, false) + b.more("x", false) + b.more({}),
           {b.echoed("x")});
    b.good("binary in fragments", b.frame(Opcode::Binary, "\xFF", false) + b.more("\xFE"),
           {expected(Opcode::Binary, "\xFF\xFE")});
    QByteArray many;
    for (int i = 0; i < 1000; ++i)
        many += b.frame(i == 0 ? Opcode::Text : Opcode::Continuation, "0123456789", i == 999);
    b.good("a thousand fragments", many, {b.echoed(QByteArray("0123456789").repeated(1000))});

    b.bad("continuation of nothing", b.more("x"), 1002);
    b.bad("continuation of nothing, not the last", b.more("x", false) + b.more("y"), 1002);
    b.bad("continuation after a whole message", b.text("first") + b.more("x"), 1002, {b.echoed("first")});
    b.bad("continuation after a fragmented message", two + b.more("x"), 1002, {b.echoed("fragment")});
    b.bad("continuation of nothing octet by octet", b.text("first") + b.more("x"), 1002, {b.echoed("first")}, true);
    b.bad("text inside a text", b.text("frag", false) + b.text("ment"), 1002);
    b.bad("text inside a text, not the last", b.text("frag", false) + b.text("ment", false) + b.more("x"), 1002);
    b.bad("binary inside a text, after a ping", b.text("frag", false) + b.ping("p") + b.frame(Opcode::Binary, "x"),
          1002, {b.pong("p")});
    return b.take();
}

std::vector<Case> largeCases(ws::Role tester)
{
    CaseBuilder b(tester);
    constexpr qsizetype mebi = 1024 * 1024;
    for (const qsizetype size : {mebi, 16 * mebi}) {
        const QByteArray number = QByteArray::number(size / mebi) + " MiB";
        b.good("text of " + number, b.text(octets(size)), {b.echoed(octets(size))});
        b.good("binary of " + number, b.frame(Opcode::Binary, binary(size)), {expected(Opcode::Binary, binary(size))});
    }
    for (const qsizetype part : {64, 4096, 256 * 1024}) {
        const QByteArray whole = octets(4 * mebi);
        QByteArray fragments;
        for (qsizetype at = 0; at < whole.size(); at += part)
            fragments +=
                b.frame(at == 0 ? Opcode::Text : Opcode::Continuation, whole.mid(at, part), at + part >= whole.size());
        b.good("4 MiB in fragments of " + QByteArray::number(part), fragments, {b.echoed(whole)});
    }
    QByteArray pinged;
    QStringList answers;
    for (int i = 0; i < 16; ++i) {
        const QByteArray number = QByteArray::number(i);
        pinged += b.frame(i == 0 ? Opcode::Binary : Opcode::Continuation, binary(mebi), i == 15) + b.ping(number);
        if (i == 15)
            answers += expected(Opcode::Binary, binary(mebi).repeated(16));
        answers += b.pong(number);
    }
    b.good("pings between fragments of 1 MiB", pinged, answers);
    QByteArray pings;
    QStringList pongs;
    for (int i = 0; i < 1000; ++i) {
        pings += b.ping(QByteArray::number(i));
        pongs += b.pong(QByteArray::number(i));
    }
    b.good("a thousand pings", pings, pongs);
    QByteArray messages;
    QStringList echoes;
    for (int i = 0; i < 1000; ++i) {
        messages += b.text(octets(i));
        echoes += b.echoed(octets(i));
    }
    b.good("a thousand messages", messages, echoes);
    // What TCP has not taken yet when the rule is broken is still sent, and the close frame after it.
    b.bad("3 MiB before a bad frame", b.frame(Opcode::Binary, binary(3 * mebi)) + b.frame(Opcode(3), {}), 1002,
          {expected(Opcode::Binary, binary(3 * mebi))});
    return b.take();
}

} // namespace framescope::conformance
