#pragma once

#include <QString>

#include <cstdint>

namespace framescope::ui
{

/// 4096 as "4,096", by the locale.
QString numberText(std::uint64_t value);
/// All of them: "1 byte", "4,096 bytes".
QString bytesText(std::uint64_t count);
/// About how many, where there is no room for more: "140 bytes", "1.4 KiB", "61.0 MiB".
QString sizeText(std::uint64_t octets);

} // namespace framescope::ui
