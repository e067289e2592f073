// Text: a payload, whole and cut.

#include "tests/fuzz/fuzzdecode.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    framescope::fuzz::decodeAll("text", data, size);
    return 0;
}
