#pragma once

#include <cstdint>

/// A disk that takes no more, for files whose path holds a text: an interposer of the calls that write. It is linked
/// into tests, and loaded into the program under test with LD_PRELOAD. There it takes its settings from the environment:
///
///     FAILWRITES_PATH   the text in the paths; of a file without a name, its folder's path counts
///     FAILWRITES_AFTER  octets (decimal) that such files take together before it begins
///     FAILWRITES_ERRNO  what a call then fails with; 0: never
///     FAILWRITES_MOST   a call takes at most so many octets; 0: all
///
/// The call that crosses the border writes what lies before it, as a disk does. Linux only.
namespace framescope::test
{

struct FailWrites {
    const char *path = "";
    std::uint64_t after = 0;
    int error = 0;
    std::uint64_t most = 0;
    /// Octets from `after` on are not written but stepped over, as holes of the file, up to this many.
    std::uint64_t hole = 0;
    /// Space that is asked for is not reserved: files only become longer, which takes no time.
    bool sparse = false;
};

#ifdef __linux__
constexpr bool canFailWrites = true;
/// Sets it for this program; octets are counted from here on. The path's text is copied.
void failWrites(const FailWrites &how);
/// Calls that failed or were cut short since it was set.
std::uint64_t failedWrites();
#else
constexpr bool canFailWrites = false;
inline void failWrites(const FailWrites &) {}
inline std::uint64_t failedWrites() { return 0; }
#endif
/// All is well again.
inline void failNoWrites() { failWrites({}); }

} // namespace framescope::test
