// Any text as a frame specification: refused with a column, or the same again after printing.

#include "core/craft/framespec.h"

#include <cstdlib>

using namespace framescope;
using namespace framescope::craft;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QString text = QString::fromUtf8(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size));
    // Files are not the input's to open.
    if (text.contains(u"file"))
        return 0;
    const auto spec = parseFrameSpec(text);
    if (!spec) {
        if (!spec.error().message.startsWith(u"Column "))
            std::abort();
        return 0;
    }
    const QString printed = toText(*spec);
    const auto again = parseFrameSpec(printed);
    if (!again || toText(*again) != printed || again->payload != spec->payload ||
        again->wrongLength != spec->wrongLength || again->fixedKey != spec->fixedKey)
        std::abort();
    judge(*spec, ws::Role::Client);
    const QByteArray wire = toWire(*spec);
    if (wire.size() < 2 + spec->payload.size())
        std::abort();
    return 0;
}
