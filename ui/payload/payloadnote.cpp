#include "ui/payload/payloadnote.h"

#include "core/capture/capturereader.h"
#include "core/ws/findings.h"
#include "ui/details/framefields.h"
#include "ui/details/messageframes.h"
#include "ui/payload/rowpayload.h"
#include "ui/support/numbertext.h"

#include <QCoreApplication>

#include <algorithm>

namespace framescope::ui
{

namespace
{
class Words
{
    Q_DECLARE_TR_FUNCTIONS(PayloadNote)
public:
    /// Of a message whose first frame has RSV1 and of which nothing was inflated.
    static QString ofRsv1(const RowPayload &payload);
    static QString of(const RowPayload &payload, bool wire);
};

QString Words::ofRsv1(const RowPayload &payload)
{
    const capture::Capture &capture = *payload.capture();
    const RowIndex first = payload.facts()->message.front();
    const std::vector<ws::Finding> findings = capture.findings(first);
    const bool wrong = std::any_of(findings.begin(), findings.end(),
                                   [](const ws::Finding &f) { return f.id == ws::FindingId::FrameRsv1; });
    if (!wrong && !capture.inflateError().isEmpty())
        return unstoredText(capture);
    if (!wrong)
        return tr("▲ The message is compressed; its bytes are shown as they were sent.");
    if (ws::isReserved(capture.row(first).opcode()))
        return tr("▲ RSV1 is set on a reserved opcode, which no compression is for; the bytes are shown as they were "
                  "sent.");
    return tr("▲ RSV1 is set and no compression was agreed; the bytes are shown as they were sent.");
}

QString Words::of(const RowPayload &payload, bool wire)
{
    using State = capture::Inflated::State;
    if (wire && !payload.showsInflated())
        return {};
    if (payload.showsWholeMessage() && payload.isSearching())
        return tr("Looking for the rest of the message…");
    if (payload.showsWholeMessage() && payload.goesOn() && payload.messageFrames() >= MessageFrames::most)
        return tr("▲ Only the first %1 frames of the message are joined here.").arg(numberText(MessageFrames::most));
    const capture::Inflated &inflated = payload.inflated();
    switch (inflated.state) {
    case State::None: {
        // RFC 7692 §6: RSV1 on the first frame of a message marks it as compressed
        const bool data =
            payload.isFrame() && !payload.facts()->message.empty() && !ws::isControl(payload.facts()->header.opcode());
        if (!data || !payload.capture()->row(payload.facts()->message.front()).rsv1())
            return {};
        return ofRsv1(payload);
    }
    case State::Unknown:
        return tr("▲ Not inflated: the compression context is unknown since row %1. The bytes are shown as they were "
                  "sent.")
            .arg(numberText(inflated.unknownSince.value() + 1));
    case State::Truncated:
        return tr("▲ The message ends inside its compressed data; this is what came before.");
    case State::Corrupt:
        return tr("▲ The compressed data is corrupt; these are the %1 before the bad place.")
            .arg(bytesText(inflated.size));
    case State::Limited:
        return tr("▲ Stopped at the limit of inflating after %1; Message offers the rest.")
            .arg(bytesText(inflated.size));
    case State::Unstored:
        if (inflated.size == 0)
            return tr("%1 The bytes are shown as they were sent.").arg(unstoredText(*payload.capture()) + u'.');
        return unstoredText(*payload.capture());
    case State::Open:
    case State::Whole:
        break;
    }
    if (!payload.showsInflated())
        return tr("▲ The message is compressed; its bytes are shown as they were sent.");
    return {};
}
} // namespace

QString payloadNote(const RowPayload &payload, bool wire) { return Words::of(payload, wire); }

} // namespace framescope::ui
