#pragma once

namespace framescope::bench
{

/// Memory of this process now, in octets, from /proc/self/smaps_rollup; -1 when that cannot be read.
struct Memory {
    double resident = -1;
    double anonymous = -1; ///< what no file stands behind

    static Memory now();
    /// Of another process.
    static Memory of(long long pid);
};

} // namespace framescope::bench
