#include "core/ws/mask.h"
#include "tests/bench/contest.h"

#include <cstring>
#include <vector>

namespace framescope::bench
{

void benchMask(Contest &contest)
{
    const int milliseconds = contest.quick() ? 20 : 100;
    const ws::MaskKey key{0x7a, 0x1c, 0x09, 0xf2};
    for (const std::size_t size : {std::size_t(125), std::size_t(1024), std::size_t(1024 * 1024)}) {
        std::vector<std::uint8_t> source(size, 0x41), target(size), expected(source);
        ws::maskPlain(expected, key, 0);
        const auto perSecond = [&](const std::function<void()> &work) {
            return double(size) / timePerCall(work, milliseconds);
        };
        contest.run(QStringLiteral("masking, %1 octets").arg(size), QStringLiteral("GB/s"), Better::Higher,
                    {{QStringLiteral("framescope"),
                      [&] {
                          const double figure = perSecond([&] {
                              ws::mask(source.data(), target.data(), size, key, 0);
                              use(target[size - 1]);
                          });
                          return target == expected ? figure : -1;
                      }},
                     {QStringLiteral("octet by octet"),
                      [&] {
                          return perSecond([&] {
                              ws::maskPlain(target, key, 0);
                              use(target[size - 1]);
                          });
                      }},
                     {QStringLiteral("memcpy (the limit)"),
                      [&] {
                          return perSecond([&] {
                              std::memcpy(target.data(), source.data(), size);
                              use(target[size - 1]);
                          });
                      }}},
                    5);
    }
}

} // namespace framescope::bench
