#include "tests/support/preload/failwrites.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <mutex>

namespace framescope::test
{

namespace
{

struct State {
    char path[256] = "";
    std::uint64_t after = 0;
    int error = 0;
    std::uint64_t most = 0;
    std::uint64_t hole = 0;
    bool sparse = false;
    std::uint64_t taken = 0; ///< octets of such files so far
    std::uint64_t failed = 0;
};

std::atomic<bool> active{false};
std::mutex mutex;

State &state()
{
    static State s;
    return s;
}

std::uint64_t numberOf(const char *variable)
{
    const char *const text = std::getenv(variable);
    return text != nullptr ? std::strtoull(text, nullptr, 10) : 0;
}

/// Before main(): the environment is read once.
[[maybe_unused]] const bool fromEnvironment = [] {
    const char *const path = std::getenv("FAILWRITES_PATH");
    if (path == nullptr || *path == '\0')
        return false;
    failWrites({path, numberOf("FAILWRITES_AFTER"), int(numberOf("FAILWRITES_ERRNO")), numberOf("FAILWRITES_MOST")});
    return true;
}();

bool concerns(int fd)
{
    char link[64];
    std::snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    char name[4096];
    const ssize_t size = ::readlink(link, name, sizeof name - 1);
    if (size <= 0)
        return false;
    name[size] = '\0';
    return std::strstr(name, state().path) != nullptr;
}

enum class Verdict { Pass, Fail, Hole };

/// What becomes of `size` octets for this file; lowers `size` to what is taken, and sets errno for Fail.
Verdict judge(int fd, std::size_t &size)
{
    if (!active.load(std::memory_order_relaxed) || size == 0)
        return Verdict::Pass;
    const std::lock_guard lock(mutex);
    State &s = state();
    if (!concerns(fd))
        return Verdict::Pass;
    if (s.most != 0 && size > s.most) {
        size = s.most;
        ++s.failed;
    }
    if (s.hole != 0 && s.taken >= s.after && s.taken - s.after < s.hole) {
        s.taken += size;
        return Verdict::Hole;
    }
    if (s.error != 0) {
        const std::uint64_t left = s.taken < s.after ? s.after - s.taken : 0;
        if (left == 0) {
            ++s.failed;
            errno = s.error;
            return Verdict::Fail;
        }
        if (size > left) {
            size = std::size_t(left);
            ++s.failed;
        }
    }
    s.taken += size;
    return Verdict::Pass;
}

template <typename Function> Function next(const char *name)
{
    return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name));
}

using Write = ssize_t (*)(int, const void *, std::size_t);
using PWrite = ssize_t (*)(int, const void *, std::size_t, off_t);

ssize_t writeNow(int fd, const void *from, std::size_t size)
{
    static const auto real = next<Write>("write");
    switch (judge(fd, size)) {
    case Verdict::Fail:
        return -1;
    case Verdict::Hole:
        return ::lseek(fd, off_t(size), SEEK_CUR) < 0 ? -1 : ssize_t(size);
    case Verdict::Pass:
        break;
    }
    return real(fd, from, size);
}

ssize_t pwriteNow(int fd, const void *from, std::size_t size, off_t at)
{
    static const auto real = next<PWrite>("pwrite");
    switch (judge(fd, size)) {
    case Verdict::Fail:
        return -1;
    case Verdict::Hole:
        return ssize_t(size);
    case Verdict::Pass:
        break;
    }
    return real(fd, from, size, at);
}

/// A disk may take the first piece and not the next: so one piece at a time.
ssize_t writePieces(int fd, const iovec *pieces, int count, bool atPlace, off_t at)
{
    ssize_t done = 0;
    for (int i = 0; i < count; ++i) {
        if (pieces[i].iov_len == 0)
            continue;
        const ssize_t part = atPlace ? pwriteNow(fd, pieces[i].iov_base, pieces[i].iov_len, at + done)
                                     : writeNow(fd, pieces[i].iov_base, pieces[i].iov_len);
        if (part < 0)
            return done > 0 ? done : -1;
        done += part;
        if (std::size_t(part) < pieces[i].iov_len)
            break;
    }
    return done;
}

} // namespace

void failWrites(const FailWrites &how)
{
    const std::lock_guard lock(mutex);
    State &s = state();
    s = State();
    std::snprintf(s.path, sizeof s.path, "%s", how.path);
    s.after = how.after;
    s.error = how.error;
    s.most = how.most;
    s.hole = how.hole;
    s.sparse = how.sparse;
    active = s.path[0] != '\0';
}

std::uint64_t failedWrites()
{
    const std::lock_guard lock(mutex);
    return state().failed;
}

} // namespace framescope::test

using namespace framescope::test;

extern "C" {

ssize_t write(int fd, const void *from, size_t size) { return writeNow(fd, from, size); }
ssize_t pwrite(int fd, const void *from, size_t size, off_t at) { return pwriteNow(fd, from, size, at); }
ssize_t pwrite64(int fd, const void *from, size_t size, off64_t at) { return pwriteNow(fd, from, size, at); }

ssize_t writev(int fd, const iovec *pieces, int count)
{
    static const auto real = next<ssize_t (*)(int, const iovec *, int)>("writev");
    return active.load(std::memory_order_relaxed) ? writePieces(fd, pieces, count, false, 0) : real(fd, pieces, count);
}

ssize_t pwritev(int fd, const iovec *pieces, int count, off_t at)
{
    static const auto real = next<ssize_t (*)(int, const iovec *, int, off_t)>("pwritev");
    return active.load(std::memory_order_relaxed) ? writePieces(fd, pieces, count, true, at)
                                                  : real(fd, pieces, count, at);
}
ssize_t pwritev64(int fd, const iovec *pieces, int count, off64_t at) { return pwritev(fd, pieces, count, at); }

int fallocate(int fd, int mode, off_t at, off_t size)
{
    static const auto real = next<int (*)(int, int, off_t, off_t)>("fallocate");
    if (active.load(std::memory_order_relaxed) && state().sparse && concerns(fd))
        return 0;
    auto taken = static_cast<std::size_t>(size);
    if (judge(fd, taken) == Verdict::Fail)
        return -1;
    if (taken < static_cast<std::size_t>(size)) {
        errno = ENOSPC; // space is reserved whole or not at all
        return -1;
    }
    return real(fd, mode, at, size);
}
int fallocate64(int fd, int mode, off64_t at, off64_t size) { return fallocate(fd, mode, at, size); }

int posix_fallocate(int fd, off_t at, off_t size)
{
    static const auto real = next<int (*)(int, off_t, off_t)>("posix_fallocate");
    if (active.load(std::memory_order_relaxed) && state().sparse && concerns(fd))
        return ::ftruncate(fd, at + size) == 0 ? 0 : errno;
    auto taken = static_cast<std::size_t>(size);
    if (judge(fd, taken) == Verdict::Fail)
        return errno;
    return taken < static_cast<std::size_t>(size) ? ENOSPC : real(fd, at, size);
}
int posix_fallocate64(int fd, off64_t at, off64_t size) { return posix_fallocate(fd, at, size); }

} // extern "C"
