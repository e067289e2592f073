#include "ui/compose/rowspec.h"

#include "core/capture/capturereader.h"

#include <QCoreApplication>
#include <QLocale>

namespace framescope::ui
{

namespace
{
struct Text {
    Q_DECLARE_TR_FUNCTIONS(RowSpec)
};

constexpr std::uint8_t rsv1 = 4;
} // namespace

Result<RowSpec> rowSpec(capture::CaptureReader &reader, RowIndex row, std::uint64_t limit, bool wholeMessage)
{
    using State = capture::Inflated::State;
    const ws::FrameHeader own = reader.header(row);
    const capture::Inflated inflated = ws::isControl(own.opcode()) ? capture::Inflated() : reader.inflated(row);
    const bool whole = inflated.state == State::Whole;
    const RowIndex first = whole ? reader.messageRows(row, 1).front() : row;
    const bool alone = first == row && (!whole || own.fin());
    const bool inflate = whole && (wholeMessage || alone);
    const std::uint64_t size = inflate ? inflated.size : own.declared;
    if (size > limit)
        return Error{Text::tr("The frame has %1 bytes of payload; the composer takes up to %2.")
                         .arg(QLocale().toString(static_cast<qulonglong>(size)),
                              QLocale().formattedDataSize(static_cast<qint64>(limit)))};
    const auto payload = inflate ? reader.inflatedPayload(row, 0, size) : reader.payload(row, 0, size);
    if (!payload)
        return payload.error();

    const ws::FrameHeader header = inflate ? reader.header(first) : own;
    RowSpec result;
    result.spec.opcode = header.opcode();
    result.spec.fin = inflate || header.fin();
    result.spec.rsv = header.rsv();
    result.spec.payload = *payload;
    if (inflate) {
        result.spec.compress = true; // which sets RSV1 (RFC 7692 §6)
        result.spec.rsv = static_cast<std::uint8_t>(header.rsv() & ~rsv1);
    }
    if (alone && header.lengthForm() != ws::FrameHeader::minimalForm(header.declared))
        result.spec.length =
            header.lengthForm() == ws::LengthForm::Bits16 ? craft::LengthChoice::Bits16 : craft::LengthChoice::Bits64;
    result.needsContext = !inflate && inflated.state != State::None;
    result.hasWholeMessage = !inflate && whole;
    return result;
}

} // namespace framescope::ui
