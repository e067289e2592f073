#include "tests/conformance/cases.h"

#include "tests/conformance/casebuilder.h"

namespace framescope::conformance
{

namespace
{
struct BadText {
    const char *name;
    const char *hex;
    int impossible; ///< the first octet that no continuation could repair; -1: only the end is wrong
};

constexpr const char *goodTexts[] = {
    "48656c6c6f2d c2b540 c39fc3b6c3a4c3bcc3a0c3a12d 5554462d3821 21",
    "ceba e1bdb9 cf83 cebc ceb5",
    "00",
    "c280",
    "e0a080",
    "f0908080",
    "7f",
    "dfbf",
    "efbfbf",
    "f48fbfbf",
    "ed9fbf",
    "ee8080",
    "efbfbd",
    "efbfbe",
    "efb790",
    "f09fbfbe",
    "efbbbf 61",
};

constexpr BadText badTexts[] = {
    {"continuation alone", "80", 0},
    {"last continuation alone", "bf", 0},
    {"continuations alone", "80bf80bf", 0},
    {"continuation after text", "61 80", 1},
    {"two-octet lead, then a blank", "c3 20", 1},
    {"three-octet lead, then a blank", "e1 20", 1},
    {"three octets, the last missing, then text", "e1bd 61", 2},
    {"four octets, the last missing, then text", "f09f8c 61", 3},
    {"five-octet lead", "f8 88808080", 0},
    {"six-octet lead", "fc 8480808080", 0},
    {"FE", "fe", 0},
    {"FF", "61 ff", 1},
    {"overlong slash in two", "c0af", 0},
    {"overlong slash in three", "e080af", 1},
    {"overlong slash in four", "f08080af", 1},
    {"overlong NUL", "c080", 0},
    {"overlong C1", "c1bf", 0},
    {"overlong in three, the largest", "e09fbf", 1},
    {"overlong in four, the largest", "f08fbfbf", 1},
    {"first high surrogate", "eda080", 1},
    {"last high surrogate", "edafbf", 1},
    {"first low surrogate", "edb080", 1},
    {"last low surrogate", "edbfbf", 1},
    {"pair of surrogates", "eda080edb080", 1},
    {"beyond U+10FFFF", "f4908080", 1},
    {"F5", "f5808080", 0},
    {"surrogate in a text", "cebae1bdb9cf83cebcceb5 eda080 656469746564", 12},
    {"beyond U+10FFFF in a text", "cebae1bdb9cf83cebcceb5 f4908080 656469746564", 12},
    {"two octets cut", "ce", -1},
    {"three octets cut", "cebae1bd", -1},
    {"four octets cut", "f09f8c", -1},
};

/// What completes a text that ends inside a character.
QByteArray rest(const QByteArray &text)
{
    qsizetype lead = text.size() - 1;
    while ((text[lead] & 0xC0) == 0x80)
        --lead;
    const auto first = static_cast<unsigned char>(text[lead]);
    const qsizetype size = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    return QByteArray(lead + size - text.size(), '\x80');
}
} // namespace

std::vector<Case> utf8Cases(ws::Role tester)
{
    CaseBuilder b(tester);
    for (const char *hex : goodTexts) {
        const QByteArray text = QByteArray::fromHex(hex);
        b.good(QByteArray("good ") + hex, b.text(text), {b.echoed(text)});
        QByteArray single;
        for (qsizetype i = 0; i < text.size(); ++i)
            single += b.frame(i == 0 ? ws::Opcode::Text : ws::Opcode::Continuation, text.mid(i, 1), false);
        b.good(QByteArray("good in fragments of one octet ") + hex, single + b.more({}), {b.echoed(text)});
    }
    const QByteArray euro = "\xE2\x82\xAC";
    b.good("ping inside a character", b.text(euro.first(1), false) + b.ping("p") + b.more(euro.mid(1)),
           {b.pong("p"), b.echoed(euro)});
    b.good("good octet by octet", b.text(euro + "uro"), {b.echoed(euro + "uro")}, true);

    for (const BadText &bad : badTexts) {
        const QByteArray text = QByteArray::fromHex(bad.hex);
        const QByteArray name(bad.name);
        b.bad(name, b.text(text), 1007);
        b.bad(name + ", after a message", b.text("first") + b.text(text), 1007, {b.echoed("first")});
        b.bad(name + ", octet by octet", b.text(text), 1007, {}, true);
        if (bad.impossible < 0) {
            // RFC 6455 §5.6: a fragment may end inside a character, the message may not.
            b.bad(name + ", in the last fragment", b.text("x", false) + b.more(text), 1007);
            b.good(name + ", and completed", b.text(text, false) + b.ping("p") + b.more(rest(text)),
                   {b.pong("p"), b.echoed(text + rest(text))});
            continue;
        }
        // RFC 6455 §8.1: at the first impossible octet; neither the frame's nor the message's rest is waited for.
        const QByteArray upTo = text.first(bad.impossible + 1);
        const QByteArray frame = b.text(text + QByteArray(100, 'x'), false);
        const qsizetype head = tester == ws::Role::Client ? 6 : 2;
        b.atOnce(name + ", inside an unfinished frame", frame.first(head + upTo.size()), 1007);
        b.atOnce(name + ", inside an unfinished frame, octet by octet", frame.first(head + upTo.size()), 1007, {},
                 true);
        b.atOnce(name + ", inside an unfinished message",
                 b.text(upTo.chopped(1), false) + b.ping("p") + b.more(upTo.last(1), false), 1007, {b.pong("p")});
    }
    return b.take();
}

} // namespace framescope::conformance
