// Any text as a URL: refused with a sentence, or the same again after printing, and nothing in it can break a request.

#include "core/http/handshake.h"
#include "core/http/head.h"
#include "core/http/url.h"
#include "tests/fuzz/fuzzinput.h"

using namespace framescope;
using namespace framescope::http;
using fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QString text = QString::fromUtf8(qbyteView({data, size}));
    const Result<WsUrl> url = parseWsUrl(text);
    if (!url) {
        require(!url.error().message.isEmpty());
        return 0;
    }
    const QString printed = url->toString();
    const Result<WsUrl> again = parseWsUrl(printed);
    require(again.ok());
    require(again->secure == url->secure && again->asciiHost == url->asciiHost && again->port == url->port &&
            again->resource == url->resource && again->toString() == printed);

    UpgradeRequest request;
    request.url = *url;
    request.key = "dGhlIHNhbXBsZSBub25jZQ==";
    const QByteArray head = request.toHead();
    HeadParser parser(HeadKind::Request);
    ByteView octets = byteView(head);
    require(parser.feed(octets) == HeadParser::Status::Done && octets.empty() && parser.findings().empty());
    require(parser.head().target == url->resource);
    require(judgeRequest(parser.head()).valid);
    return 0;
}
