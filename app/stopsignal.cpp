#include "app/stopsignal.h"

#include <QSocketNotifier>

#include <atomic>
#include <cerrno>
#include <csignal>

#ifdef Q_OS_WIN
#include <windows.h>
#else
#include <fcntl.h>
#include <unistd.h>
#endif

namespace framescope::app
{

#ifdef Q_OS_WIN

namespace
{
// A console handler has no argument, so where it finds the object has to be known to the file.
std::atomic<StopSignal *> target = nullptr;

BOOL WINAPI onConsole(DWORD)
{
    StopSignal *object = target.exchange(nullptr);
    if (!object)
        return FALSE;
    QMetaObject::invokeMethod(object, &StopSignal::requested, Qt::QueuedConnection);
    return TRUE;
}
} // namespace

class StopSignal::Private
{
};

StopSignal::StopSignal(QObject *parent) : QObject(parent), d(std::make_unique<Private>())
{
    target = this;
    SetConsoleCtrlHandler(onConsole, TRUE);
}

StopSignal::~StopSignal()
{
    SetConsoleCtrlHandler(onConsole, FALSE);
    target = nullptr;
}

#else

namespace
{
// A signal handler has no argument, so the pipe it writes to has to be known to the file.
std::atomic<int> pipeEnd = -1;

void onSignal(int)
{
    const int saved = errno;
    const char octet = 1;
    [[maybe_unused]] const ssize_t written = ::write(pipeEnd.load(), &octet, 1);
    errno = saved;
}
} // namespace

class StopSignal::Private
{
public:
    int ends[2] = {-1, -1};
    std::unique_ptr<QSocketNotifier> notifier;
    struct sigaction oldInt = {}, oldTerm = {};
};

StopSignal::StopSignal(QObject *parent) : QObject(parent), d(std::make_unique<Private>())
{
    if (::pipe(d->ends) != 0)
        return; // the signals then end the program as they always did
    for (const int end : d->ends)
        ::fcntl(end, F_SETFD, FD_CLOEXEC);
    pipeEnd = d->ends[1];
    d->notifier = std::make_unique<QSocketNotifier>(d->ends[0], QSocketNotifier::Read);
    connect(d->notifier.get(), &QSocketNotifier::activated, this, [this] {
        d->notifier->setEnabled(false);
        Q_EMIT requested();
    });

    struct sigaction action = {};
    action.sa_handler = onSignal;
    action.sa_flags = static_cast<int>(SA_RESTART | SA_RESETHAND);
    sigaction(SIGINT, &action, &d->oldInt);
    sigaction(SIGTERM, &action, &d->oldTerm);
}

StopSignal::~StopSignal()
{
    if (d->ends[0] < 0)
        return;
    sigaction(SIGINT, &d->oldInt, nullptr);
    sigaction(SIGTERM, &d->oldTerm, nullptr);
    pipeEnd = -1;
    d->notifier.reset();
    for (const int end : d->ends)
        ::close(end);
}

#endif

} // namespace framescope::app
