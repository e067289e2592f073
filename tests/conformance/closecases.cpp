#include "tests/conformance/cases.h"

#include "tests/conformance/casebuilder.h"

namespace framescope::conformance
{

using ws::Opcode;

std::vector<Case> closeCases(ws::Role tester)
{
    CaseBuilder b(tester);
    const QByteArray late = b.text("late") + b.ping("late") + b.close(1001);
    b.closing("after a message", b.text("x") + b.close(1000), 1000, {b.echoed("x")});
    b.closing("twice", b.close(1000) + b.close(1000), 1000);
    b.closing("then everything else", b.close(1000) + late, 1000);
    b.closing("inside a fragmented message", b.text("a", false) + b.close(1000) + b.more("b"), 1000);
    b.closing("then what would break a rule", b.close(1000) + b.more("x") + b.frame(Opcode(3), "x"), 1000);
    b.closing("then bad UTF-8", b.close(1000) + b.text("\xFF"), 1000);
    b.closing("after 256 KiB, and a ping", b.text(QByteArray(256 * 1024, '*')) + b.close(1000) + b.ping("x"), 1000,
              {b.echoed(QByteArray(256 * 1024, '*'))});
    b.closing("without a code", b.frame(Opcode::Close, {}), 1005);
    b.closing("with a reason", b.close(1000, "going home"), 1000);
    b.closing("with the longest reason", b.close(1000, QByteArray(123, '*')), 1000);
    b.closing("with a reason outside ASCII", b.close(1000, "\xE2\x82\xAC"), 1000);

    b.bad("of one octet", b.frame(Opcode::Close, "\x03"), 1002);
    b.bad("with a reason too long", b.close(1000, QByteArray(124, '*')), 1002);
    b.bad("not the last", b.frame(Opcode::Close, ws::closePayload(1000, {}), false), 1002);
    b.bad("with a reason that is not UTF-8", b.close(1000, "\xCE\xBA\xED\xA0\x80"), 1007);
    b.bad("with a reason cut inside a character", b.close(1000, "\xE2\x82"), 1007);
    b.bad("with a reason that is not UTF-8, after a message", b.text("first") + b.close(1000, "\xFF"), 1007,
          {b.echoed("first")});

    // RFC 6455 §7.4; 1012 to 1014 are in the registry of IANA.
    for (const int code :
         {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999})
        b.closing("with " + QByteArray::number(code), b.close(code), code);
    for (const int code : {0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535}) {
        b.bad("with " + QByteArray::number(code), b.close(code), 1002);
        b.bad("with " + QByteArray::number(code) + " and a reason", b.close(code, "x"), 1002);
    }
    return b.take();
}

} // namespace framescope::conformance
