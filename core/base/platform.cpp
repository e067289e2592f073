#include "core/base/platform.h"

#include <QDir>
#include <QFile>
#include <QRandomGenerator>

#include <algorithm>
#include <filesystem>
#include <system_error>

#ifdef Q_OS_WIN
#ifndef NOMINMAX
#define NOMINMAX
#endif
#include <windows.h>
// after windows.h
#include <io.h>
#include <psapi.h>
#else
#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/uio.h>
#include <unistd.h>
#ifdef Q_OS_MACOS
#include <mach/mach.h>
#endif
#endif

namespace framescope::platform
{

namespace
{
/// Octets moved by one call of the system.
constexpr std::size_t maxTransfer = std::size_t(1) << 30;

Error failure(const QString &what, int code)
{
    return Error{what + u": "_qs + QString::fromStdString(std::error_code(code, std::system_category()).message())};
}

std::filesystem::path toPath(const QString &path)
{
#ifdef Q_OS_WIN
    return std::filesystem::path(path.toStdWString());
#else
    return std::filesystem::path(QFile::encodeName(path).toStdString());
#endif
}

#ifdef Q_OS_WIN
HANDLE handleOf(QFileDevice &file) { return reinterpret_cast<HANDLE>(_get_osfhandle(file.handle())); }

// Windows keeps everybody out of a locked range, so the range lies where no octet ever is.
constexpr DWORD lockOffsetHigh = 0x40000000;
#endif
} // namespace

Result<void> syncFile(QFileDevice &file)
{
    if (!file.flush())
        return Error{u"cannot write %1: %2"_qs.arg(file.fileName(), file.errorString())};
#ifdef Q_OS_WIN
    if (FlushFileBuffers(handleOf(file)) == 0)
        return failure(u"cannot write %1 to the disk"_qs.arg(file.fileName()), static_cast<int>(GetLastError()));
#else
    int result = 0;
#ifdef Q_OS_MACOS
    // fsync() of macOS leaves the octets in the drive's cache; not every file system knows the stronger call.
    if (::fcntl(file.handle(), F_FULLFSYNC) == 0)
        return {};
#endif
    do {
        result = ::fsync(file.handle());
    } while (result != 0 && errno == EINTR);
    if (result != 0)
        return failure(u"cannot write %1 to the disk"_qs.arg(file.fileName()), errno);
#endif
    return {};
}

Result<void> syncFolder(const QString &folder)
{
#ifdef Q_OS_WIN
    Q_UNUSED(folder)
#else
    const int fd = ::open(QFile::encodeName(folder).constData(), O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return failure(u"cannot open the folder %1"_qs.arg(folder), errno);
    const int result = ::fsync(fd);
    const int code = errno;
    ::close(fd);
    // Some network file systems have no sync of a folder; the rename stands all the same.
    if (result != 0 && code != EINVAL && code != ENOTSUP)
        return failure(u"cannot write the folder %1 to the disk"_qs.arg(folder), code);
#endif
    return {};
}

#if !defined(Q_OS_WIN) && !defined(Q_OS_MACOS)
namespace
{
// For file systems that cannot reserve: octets written are octets there.
int writeZeros(int fd, off_t from, off_t to)
{
    static constexpr char zeros[65536] = {};
    while (from < to) {
        const off_t left = to - from;
        const std::size_t part = left < off_t(sizeof zeros) ? static_cast<std::size_t>(left) : sizeof zeros;
        const ssize_t written = ::pwrite(fd, zeros, part, from);
        if (written > 0)
            from += written;
        else if (errno != EINTR)
            return errno;
    }
    return 0;
}
} // namespace
#endif

Result<void> reserve(QFileDevice &file, std::uint64_t size)
{
    const auto old = static_cast<std::uint64_t>(file.size());
    if (size <= old)
        return {};
#if defined(Q_OS_WIN)
    // Setting the end of an ordinary (not sparse) file allocates its clusters.
    if (!file.resize(static_cast<qint64>(size)))
        return Error{u"cannot reserve %1 bytes in %2: %3"_qs.arg(size - old).arg(file.fileName(), file.errorString())};
#elif defined(Q_OS_MACOS)
    fstore_t store = {F_ALLOCATEALL, F_PEOFPOSMODE, 0, static_cast<off_t>(size - old), 0};
    if (::fcntl(file.handle(), F_PREALLOCATE, &store) != 0 || ::ftruncate(file.handle(), static_cast<off_t>(size)) != 0)
        return failure(u"cannot reserve %1 bytes in %2"_qs.arg(size - old).arg(file.fileName()), errno);
#else
    int code = 0;
    do {
        code = ::posix_fallocate(file.handle(), static_cast<off_t>(old), static_cast<off_t>(size - old));
    } while (code == EINTR);
    if (code == EOPNOTSUPP || code == EINVAL)
        code = writeZeros(file.handle(), static_cast<off_t>(old), static_cast<off_t>(size));
    if (code != 0)
        return failure(u"cannot reserve %1 bytes in %2"_qs.arg(size - old).arg(file.fileName()), code);
#endif
    return {};
}

void reserveAhead(QFileDevice &file, std::uint64_t from, std::uint64_t size, std::uint64_t leave) noexcept
{
#if defined(Q_OS_LINUX)
    struct ::statvfs disk = {};
    if (::fstatvfs(file.handle(), &disk) != 0)
        return;
    const std::uint64_t left = std::uint64_t(disk.f_bavail) * disk.f_frsize;
    if (left < size || left - size < leave)
        return;
    [[maybe_unused]] const int result =
        ::fallocate(file.handle(), FALLOC_FL_KEEP_SIZE, static_cast<off_t>(from), static_cast<off_t>(size));
#elif defined(Q_OS_WIN)
    ULARGE_INTEGER left = {};
    const std::wstring folder = toPath(file.fileName()).parent_path().wstring();
    if (GetDiskFreeSpaceExW(folder.c_str(), &left, nullptr, nullptr) == 0 || left.QuadPart < size ||
        left.QuadPart - size < leave)
        return;
    FILE_ALLOCATION_INFO info = {};
    info.AllocationSize.QuadPart = static_cast<LONGLONG>(from + size);
    SetFileInformationByHandle(handleOf(file), FileAllocationInfo, &info, sizeof info);
#else
    // F_PREALLOCATE of macOS takes space from the end of what the file has, wherever that is: not what is asked for.
    Q_UNUSED(file)
    Q_UNUSED(from)
    Q_UNUSED(size)
    Q_UNUSED(leave)
#endif
}

Result<void> writeAt(QFileDevice &file, std::uint64_t offset, ByteView octets)
{
    while (!octets.empty()) {
#ifdef Q_OS_WIN
        OVERLAPPED where = {};
        where.Offset = static_cast<DWORD>(offset);
        where.OffsetHigh = static_cast<DWORD>(offset >> 32);
        DWORD done = 0;
        const auto part = static_cast<DWORD>(std::min<std::size_t>(octets.size(), maxTransfer));
        if (WriteFile(handleOf(file), octets.data(), part, &done, &where) == 0 || done == 0)
            return failure(u"cannot write %1"_qs.arg(file.fileName()), static_cast<int>(GetLastError()));
#else
        const ssize_t done =
            ::pwrite(file.handle(), octets.data(), std::min(octets.size(), maxTransfer), static_cast<off_t>(offset));
        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return failure(u"cannot write %1"_qs.arg(file.fileName()), done < 0 ? errno : ENOSPC);
#endif
        offset += static_cast<std::uint64_t>(done);
        octets = octets.subspan(static_cast<std::size_t>(done));
    }
    return {};
}

Result<void> writeAt(QFileDevice &file, std::uint64_t offset, std::span<const ByteView> pieces)
{
#ifdef Q_OS_WIN
    // Its gathering write takes whole pages only.
    for (const ByteView piece : pieces) {
        if (auto done = writeAt(file, offset, piece); !done)
            return done;
        offset += piece.size();
    }
#else
    constexpr std::size_t most = 64;
    while (!pieces.empty()) {
        iovec parts[most];
        const std::size_t count = std::min(pieces.size(), most);
        for (std::size_t i = 0; i < count; ++i)
            parts[i] = {const_cast<std::uint8_t *>(pieces[i].data()), pieces[i].size()};
        const ssize_t written = ::pwritev(file.handle(), parts, static_cast<int>(count), static_cast<off_t>(offset));
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return failure(u"cannot write %1"_qs.arg(file.fileName()), errno);
        auto done = static_cast<std::size_t>(written);
        offset += done;
        while (!pieces.empty() && done >= pieces.front().size()) {
            done -= pieces.front().size();
            pieces = pieces.subspan(1);
        }
        if (done > 0 || (written == 0 && !pieces.empty())) {
            // The system took a part of a piece; why it did not take the rest is what the next call says.
            const ByteView rest = pieces.front().subspan(done);
            if (auto end = writeAt(file, offset, rest); !end)
                return end;
            offset += rest.size();
            pieces = pieces.subspan(1);
        }
    }
#endif
    return {};
}

Result<void> readAt(QFileDevice &file, std::uint64_t offset, std::span<char> to)
{
    while (!to.empty()) {
#ifdef Q_OS_WIN
        OVERLAPPED where = {};
        where.Offset = static_cast<DWORD>(offset);
        where.OffsetHigh = static_cast<DWORD>(offset >> 32);
        DWORD done = 0;
        const auto part = static_cast<DWORD>(std::min<std::size_t>(to.size(), maxTransfer));
        if (ReadFile(handleOf(file), to.data(), part, &done, &where) == 0)
            return failure(u"cannot read a temporary file"_qs, static_cast<int>(GetLastError()));
#else
        const ssize_t done =
            ::pread(file.handle(), to.data(), std::min(to.size(), maxTransfer), static_cast<off_t>(offset));
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0)
            return failure(u"cannot read a temporary file"_qs, errno);
#endif
        if (done == 0)
            return Error{u"a temporary file ends before byte %1"_qs.arg(offset)};
        offset += static_cast<std::uint64_t>(done);
        to = to.subspan(static_cast<std::size_t>(done));
    }
    return {};
}

bool tryLock(QFileDevice &file)
{
#ifdef Q_OS_WIN
    OVERLAPPED where = {};
    where.OffsetHigh = lockOffsetHigh;
    return LockFileEx(handleOf(file), LOCKFILE_EXCLUSIVE_LOCK | LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, &where) != 0;
#else
    int result = 0;
    do {
        result = ::flock(file.handle(), LOCK_EX | LOCK_NB);
    } while (result != 0 && errno == EINTR);
    // A file system without locks (some network mounts) must not keep people from recording.
    return result == 0 || errno != EWOULDBLOCK;
#endif
}

bool isLocked(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly | QIODevice::Unbuffered) && isLocked(file);
}

bool isLocked(QFileDevice &file)
{
    // A shared lock, so that two who ask at once do not take each other for the one who holds it.
#ifdef Q_OS_WIN
    OVERLAPPED where = {};
    where.OffsetHigh = lockOffsetHigh;
    if (LockFileEx(handleOf(file), LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, &where) == 0)
        return true;
    UnlockFileEx(handleOf(file), 0, 1, 0, &where);
    return false;
#else
    int result = 0;
    do {
        result = ::flock(file.handle(), LOCK_SH | LOCK_NB);
    } while (result != 0 && errno == EINTR);
    if (result != 0)
        return errno == EWOULDBLOCK;
    ::flock(file.handle(), LOCK_UN);
    return false;
#endif
}

bool isSameFile(QFileDevice &open, const QString &path)
{
#ifdef Q_OS_WIN
    Q_UNUSED(open)
    Q_UNUSED(path)
    return true;
#else
    struct ::stat here = {};
    struct ::stat there = {};
    if (::fstat(open.handle(), &here) != 0)
        return true;
    if (::stat(QFile::encodeName(path).constData(), &there) != 0)
        return errno != ENOENT && errno != ENOTDIR;
    return here.st_dev == there.st_dev && here.st_ino == there.st_ino;
#endif
}

Result<void> replaceFile(const QString &from, const QString &to)
{
    std::error_code code;
    std::filesystem::rename(toPath(from), toPath(to), code);
    if (code)
        return Error{u"cannot put the file in place as %1: %2"_qs.arg(to, QString::fromStdString(code.message()))};
    return {};
}

void releaseMapped(void *memory, std::size_t size) noexcept
{
#ifdef Q_OS_WIN
    // Windows takes pages of mapped files from the working set by itself.
    Q_UNUSED(memory)
    Q_UNUSED(size)
#else
    const long pageSize = ::sysconf(_SC_PAGESIZE);
    if (pageSize <= 0)
        return;
    // Only pages that lie wholly in the range.
    const auto page = static_cast<std::uintptr_t>(pageSize);
    const auto start = (reinterpret_cast<std::uintptr_t>(memory) + page - 1) / page * page;
    const auto end = (reinterpret_cast<std::uintptr_t>(memory) + size) / page * page;
    if (start < end)
        ::madvise(reinterpret_cast<void *>(start), end - start, MADV_DONTNEED);
#endif
}

void fillRandom(std::span<std::uint8_t> to)
{
#ifndef Q_OS_WIN
    constexpr std::size_t atOnce = 256; // what getentropy() gives at most
    while (!to.empty() && ::getentropy(to.data(), std::min(to.size(), atOnce)) == 0)
        to = to.subspan(std::min(to.size(), atOnce));
#endif
    // What is left where the system has no such call, or keeps it from this program.
    std::generate(to.begin(), to.end(),
                  [] { return static_cast<std::uint8_t>(QRandomGenerator::system()->generate()); });
}

std::uint64_t residentMemory()
{
#if defined(Q_OS_WIN)
    PROCESS_MEMORY_COUNTERS counters = {};
    return GetProcessMemoryInfo(GetCurrentProcess(), &counters, sizeof counters) != 0 ? counters.WorkingSetSize : 0;
#elif defined(Q_OS_MACOS)
    mach_task_basic_info info = {};
    mach_msg_type_number_t count = MACH_TASK_BASIC_INFO_COUNT;
    const kern_return_t result =
        task_info(mach_task_self(), MACH_TASK_BASIC_INFO, reinterpret_cast<task_info_t>(&info), &count);
    return result == KERN_SUCCESS ? info.resident_size : 0;
#else
    QFile statm(u"/proc/self/statm"_qs);
    if (!statm.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return 0;
    const QList<QByteArray> fields = statm.read(256).split(' ');
    const long page = ::sysconf(_SC_PAGESIZE);
    return fields.size() > 1 && page > 0 ? fields[1].toULongLong() * static_cast<std::uint64_t>(page) : 0;
#endif
}

} // namespace framescope::platform
