// A request or response head, whole and in pieces, then judged; a request that is found good must be answered with a
// response that is found good.

#include "core/http/acceptkey.h"
#include "core/http/handshake.h"
#include "core/ws/findings.h"
#include "tests/fuzz/fuzzinput.h"

using namespace framescope;
using namespace framescope::http;
using fuzz::require;

namespace
{
struct Run {
    HeadParser parser;
    HeadParser::Status status = HeadParser::Status::NeedMore;
    std::size_t taken = 0;
};

Run parse(HeadKind kind, ByteView octets, const std::vector<std::size_t> &cuts)
{
    Run run{HeadParser(kind)};
    fuzz::inPieces(octets, cuts, [&](ByteView piece) {
        const std::size_t size = piece.size();
        run.status = run.parser.feed(piece);
        run.taken += size - piece.size();
        require(run.status != HeadParser::Status::NeedMore || piece.empty());
        return run.status == HeadParser::Status::NeedMore;
    });
    if (run.status == HeadParser::Status::NeedMore)
        run.parser.finish();
    return run;
}

void requireSame(const Run &a, const Run &b)
{
    const Head &x = a.parser.head();
    const Head &y = b.parser.head();
    require(a.status == b.status && a.taken == b.taken && a.parser.findings() == b.parser.findings());
    require(x.raw == y.raw && x.startLine == y.startLine && x.status == y.status && x.reason == y.reason &&
            x.method == y.method && x.target == y.target && x.version == y.version);
    require(std::ranges::equal(x.fields, y.fields, [](const Field &f, const Field &g) {
        return f.name == g.name && f.value == g.value && f.line == g.line && f.offset == g.offset && f.size == g.size;
    }));
}

void checkPlaces(const std::vector<ws::Finding> &findings, const Head &head)
{
    for (const ws::Finding &finding : findings)
        require(finding.offset.value() <= static_cast<std::uint64_t>(head.raw.size()));
    for (const Field &field : head.fields)
        require(field.line > 0 && std::uint64_t(field.offset) + field.size <= std::uint64_t(head.raw.size()));
}

const Head &ourRequest()
{
    static const Head head = [] {
        HeadParser parser(HeadKind::Request);
        ByteView octets = byteView(QByteArrayView("GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\n"
                                                  "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                                                  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                                                  "Sec-WebSocket-Protocol: chat, soap\r\n"
                                                  "Sec-WebSocket-Extensions: permessage-deflate; "
                                                  "server_max_window_bits=10; client_max_window_bits\r\n\r\n"));
        require(parser.feed(octets) == HeadParser::Status::Done);
        return parser.head();
    }();
    return head;
}

void checkRequest(const Head &request)
{
    const RequestVerdict verdict = judgeRequest(request);
    checkPlaces(verdict.findings, request);
    require(verdict.valid == (verdict.status == 101));
    const QByteArray octets =
        verdict.valid ? acceptResponse(verdict, verdict.subprotocols.value(0)) : refuseResponse(verdict.status, "no");
    const Run answer = parse(HeadKind::Response, byteView(octets), {});
    require(answer.status == HeadParser::Status::Done && answer.parser.findings().empty());
    const ResponseVerdict of = judgeResponse(request, answer.parser.head());
    require(of.upgraded == verdict.valid && of.valid == verdict.valid);
}

void checkResponse(const Head &response)
{
    const ResponseVerdict verdict = judgeResponse(ourRequest(), response);
    checkPlaces(verdict.findings, response);
    require(verdict.upgraded == (response.status == 101));
    if (!verdict.valid)
        return;
    require(response.hasToken("Connection", "upgrade") &&
            response.value("Sec-WebSocket-Accept") == acceptFor(ourRequest().value("Sec-WebSocket-Key")));
    for (const ws::DeflateSide &side : {verdict.agreement.server, verdict.agreement.client})
        require(side.windowBits >= 8 && side.windowBits <= 15);
}
} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    fuzz::Input input(data, size);
    const HeadKind kind = (input.octet() & 1) != 0 ? HeadKind::Response : HeadKind::Request;
    const std::vector<std::size_t> cuts = fuzz::cutsFrom(input);
    const Run whole = parse(kind, input.rest(), {});
    requireSame(parse(kind, input.rest(), {1}), whole);
    if (!cuts.empty())
        requireSame(parse(kind, input.rest(), cuts), whole);
    const Head &head = whole.parser.head();
    require(std::ranges::equal(byteView(head.raw), input.rest().first(whole.taken)));
    require(whole.parser.findings().size() <= HeadParser::maxFindings + 2);
    checkPlaces(whole.parser.findings(), head);
    if (whole.status != HeadParser::Status::Done)
        return 0;
    if (kind == HeadKind::Request)
        checkRequest(head);
    else
        checkResponse(head);
    return 0;
}
