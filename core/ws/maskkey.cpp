#include "core/ws/maskkey.h"

#include "core/base/platform.h"

#include <algorithm>
#include <array>

namespace framescope::ws
{
namespace
{
/// Keys fetched from the system a batch at a time: asking for each one costs more than masking most frames does.
struct Batch {
    std::array<std::uint8_t, 64 * sizeof(MaskKey)> octets;
    std::size_t used = std::tuple_size_v<decltype(octets)>;
    MaskKey last{};

    MaskKey next()
    {
        if (used == octets.size()) {
            platform::fillRandom(octets);
            used = 0;
        }
        MaskKey key;
        std::copy_n(octets.begin() + used, key.size(), key.begin());
        used += key.size();
        return key;
    }
};
} // namespace

MaskKey makeMaskKey()
{
    thread_local Batch batch;
    MaskKey key = batch.next();
    while (key == MaskKey{} || key == batch.last)
        key = batch.next();
    batch.last = key;
    return key;
}

} // namespace framescope::ws
