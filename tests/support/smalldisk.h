#pragma once

#include <QtGlobal>

#include <cstdint>

#ifdef Q_OS_UNIX
#include <csignal>
#include <sys/resource.h>
#endif

namespace framescope::test
{

/// While it lives, files of this program cannot grow beyond `size`.
class SmallDisk
{
public:
    explicit SmallDisk(std::uint64_t size)
    {
#ifdef Q_OS_UNIX
        m_handler = std::signal(SIGXFSZ, SIG_IGN);
        getrlimit(RLIMIT_FSIZE, &m_old);
        rlimit limit = m_old;
        limit.rlim_cur = size;
        setrlimit(RLIMIT_FSIZE, &limit);
#else
        Q_UNUSED(size)
#endif
    }
    ~SmallDisk()
    {
#ifdef Q_OS_UNIX
        setrlimit(RLIMIT_FSIZE, &m_old);
        std::signal(SIGXFSZ, m_handler);
#endif
    }

private:
#ifdef Q_OS_UNIX
    rlimit m_old = {};
    void (*m_handler)(int) = nullptr;
#endif
};

} // namespace framescope::test
