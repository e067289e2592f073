#include "tests/bench/stopwatch.h"

#include <chrono>
#include <ctime>

namespace framescope::bench
{

namespace
{
// getrusage() counts in scheduler ticks on some kernels; these clocks do not.
double cpuOf(clockid_t clock)
{
    timespec time{};
    clock_gettime(clock, &time);
    return double(time.tv_sec) * 1e9 + double(time.tv_nsec);
}
} // namespace

double processCpu() { return cpuOf(CLOCK_PROCESS_CPUTIME_ID); }

double threadCpu() { return cpuOf(CLOCK_THREAD_CPUTIME_ID); }

double wallNow() { return double(std::chrono::steady_clock::now().time_since_epoch() / std::chrono::nanoseconds(1)); }

void use(std::uint64_t value) { asm volatile("" : : "r"(value) : "memory"); }

} // namespace framescope::bench
