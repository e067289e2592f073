#include "core/ws/maskkey.h"

#include <QTest>

#include <algorithm>
#include <array>
#include <thread>
#include <vector>

using namespace framescope;
using namespace framescope::ws;

namespace
{
std::vector<MaskKey> someKeys(std::size_t count)
{
    std::vector<MaskKey> keys(count);
    std::generate(keys.begin(), keys.end(), makeMaskKey);
    return keys;
}
} // namespace

class TestMaskKey : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    /// RFC 6455 §5.3: fresh for every frame. Of so many some come twice by chance (about 116), but none in a row.
    void noneIsWeak()
    {
        std::vector<MaskKey> keys = someKeys(1'000'000);
        QCOMPARE(std::count(keys.begin(), keys.end(), MaskKey{}), 0);
        QVERIFY(std::adjacent_find(keys.begin(), keys.end()) == keys.end());
        std::sort(keys.begin(), keys.end());
        const auto distinct = std::unique(keys.begin(), keys.end()) - keys.begin();
        QVERIFY2(distinct > 999'000, qPrintable(QString::number(distinct)));
    }
    void everyOctetTakesEveryValue()
    {
        const std::vector<MaskKey> keys = someKeys(100'000);
        for (std::size_t octet = 0; octet < 4; ++octet) {
            std::array<int, 256> seen{};
            for (const MaskKey &key : keys)
                ++seen[key[octet]];
            QVERIFY(std::count(seen.begin(), seen.end(), 0) == 0);
        }
    }
    void threadsGetKeysOfTheirOwn()
    {
        std::vector<MaskKey> there;
        std::thread other([&there] { there = someKeys(64); });
        const std::vector<MaskKey> here = someKeys(64);
        other.join();
        QVERIFY(std::search(here.begin(), here.end(), there.begin(), there.begin() + 2) == here.end());
    }
};

QTEST_GUILESS_MAIN(TestMaskKey)
#include "tst_maskkey.moc"
