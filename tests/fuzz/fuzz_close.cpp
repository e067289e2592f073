// A close frame with any payload: the verdict must be the one of the rules written out here.

#include "core/ws/closecode.h"
#include "core/ws/findings.h"
#include "core/ws/framewriter.h"
#include "core/ws/streamanalyzer.h"

#include <QString>

#include <algorithm>
#include <cstdlib>

using namespace framescope;
using namespace framescope::ws;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size < 1)
        return 0;
    const ByteView payload(data + 1, std::min<std::size_t>(size - 1, 300));
    FrameFields fields;
    fields.opcode = Opcode::Close;
    fields.key = MaskKey{data[0], 1, 2, 3};
    QByteArray wire;
    writeFrame(fields, payload, wire);
    StreamAnalyzer analyzer(Role::Client, {}, StreamOffset(0));
    ByteView input = byteView(wire);
    if (analyzer.step(input) != StreamAnalyzer::Step::Frame || !input.empty())
        std::abort();
    const auto says = [&](FindingId id) {
        return std::any_of(analyzer.findings().begin(), analyzer.findings().end(),
                           [id](const Finding &f) { return f.id == id; });
    };
    const std::size_t n = payload.size();
    const unsigned code = n >= 2 ? unsigned(payload[0]) << 8 | payload[1] : 0;
    const bool badReason = n > 2 && !qbyteView(payload.subspan(2)).isValidUtf8();
    if (says(FindingId::CloseNoStatus) != (n == 0) || says(FindingId::CloseLength) != (n == 1) ||
        says(FindingId::CloseCode) != (n >= 2 && !maySendCloseCode(static_cast<std::uint16_t>(code))) ||
        says(FindingId::CloseReasonUtf8) != badReason || says(FindingId::FrameControlTooLong) != (n > 125))
        std::abort();
    if (!std::ranges::equal(analyzer.frame().controlPayload, payload.first(std::min<std::size_t>(n, 125))))
        std::abort();
    return 0;
}
