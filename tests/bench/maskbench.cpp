#include "core/ws/mask.h"
#include "tests/bench/contest.h"

#include <cstring>
#include <vector>

namespace framescope::bench
{

void benchMask(Contest &contest)
{
    const ws::MaskKey key{0x7a, 0x1c, 0x09, 0xf2};
    const struct {
        std::size_t size;
        std::optional<double> besidePlain, besideCopy;
    } races[] = {{125, {}, {}}, {1024, 15, {}}, {1024 * 1024, {}, 0.9}};
    for (const auto &[size, besidePlain, besideCopy] : races) {
        std::vector<std::uint8_t> source(size, 0x41), target(size), expected(source);
        ws::maskPlain(expected, key, 0);
        ws::mask(source.data(), target.data(), size, key, 0);
        const bool right = target == expected;
        contest.runInMemory(QStringLiteral("masking, %1 octets").arg(size), QStringLiteral("GB/s"), double(size),
                            {{QStringLiteral("framescope"),
                              [&] {
                                  ws::mask(source.data(), target.data(), size, key, 0);
                                  use(target[size - 1]);
                                  return right;
                              }},
                             {QStringLiteral("octet by octet"),
                              [&] {
                                  ws::maskPlain(target, key, 0);
                                  use(target[size - 1]);
                                  return true;
                              },
                              besidePlain},
                             {QStringLiteral("memcpy (the limit)"),
                              [&] {
                                  std::memcpy(target.data(), source.data(), size);
                                  use(target[size - 1]);
                                  return true;
                              },
                              besideCopy}});
    }
}

} // namespace framescope::bench
