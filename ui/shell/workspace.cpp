#include "ui/shell/workspace.h"

#include "core/capture/rownotes.h"

#include <QElapsedTimer>
#include <QFileInfo>

#include <limits>

namespace framescope::ui
{

namespace
{
constexpr qint64 progressInterval = 100; // ms
}

Workspace::Workspace(const capture::CaptureStore &store, std::unique_ptr<capture::Capture> capture)
    : m_store(store), m_capture(std::move(capture))
{
}

Result<std::unique_ptr<Workspace>> Workspace::createLive(const capture::CaptureStore &store, const Clock &clock,
                                                         const ws::InflateLimits &limits)
{
    auto path = store.newCapturePath(clock);
    if (!path)
        return path.error();
    auto made = capture::Capture::create(*path);
    if (!made)
        return made.error();
    std::unique_ptr<Workspace> workspace(new Workspace(store, std::move(*made)));
    workspace->setInflateLimits(limits);
    workspace->m_session =
        std::make_unique<net::Session>(*workspace->m_capture, net::Session::Threading::OwnThread, clock);
    return workspace;
}

Result<std::unique_ptr<Workspace>> Workspace::openFile(const QString &path, const capture::CaptureStore &store,
                                                       const ws::InflateLimits &limits)
{
    const bool recovered = QFileInfo(path).absolutePath() == QFileInfo(store.folder()).absoluteFilePath();
    // What a crash left is one recording, in however many files.
    const QStringList files = recovered ? store.filesOf(path) : QStringList();
    auto opened = files.size() > 1 ? capture::Capture::open(files) : capture::Capture::open(path);
    if (!opened)
        return opened.error();
    std::unique_ptr<Workspace> workspace(new Workspace(store, std::move(*opened)));
    workspace->m_recovered = recovered;
    if (!workspace->m_recovered)
        workspace->m_filePath = path;
    workspace->setInflateLimits(limits); // before the first message is read
    workspace->startLoading();
    return workspace;
}

Workspace::~Workspace()
{
    m_loader = {};
    m_saver = {};
    m_inflater = {};
    m_session.reset();
    // Of an earlier start's capture only what was saved elsewhere may go, however little of it could be read.
    const bool ours = m_capture->writable() || (m_recovered && m_savedRows > 0);
    const bool keep = !ours || hasUnsavedRows();
    const QString path = m_capture->path();
    m_capture.reset();
    if (keep)
        return;
    // Nobody is left to tell: what cannot be removed is offered at the next start.
    if (const Result<void> removed = m_store.remove(path); !removed)
        qWarning("%s", qUtf8Printable(removed.error().message));
}

bool Workspace::hasUnsavedRows() const
{
    return (m_capture->writable() || m_recovered) &&
           (m_capture->rowCount() > m_savedRows || m_capture->notes().edits() > m_savedNotes);
}

void Workspace::startLoading()
{
    m_loading = true;
    m_loader = std::jthread([this](std::stop_token stop) {
        const Result<void> loaded = m_capture->load(stop, capture::Capture::Follow::WhileRecorded);
        const QString error = loaded ? QString() : loaded.error().message;
        QMetaObject::invokeMethod(
            this,
            [this, error] {
                m_loading = false;
                Q_EMIT loadFinished(error);
            },
            Qt::QueuedConnection);
    });
}

void Workspace::saveAs(const QString &path)
{
    if (m_saving)
        return;
    m_saving = true;
    const std::uint64_t rows = m_capture->rowCount();
    const std::uint64_t notes = m_capture->notes().edits();
    m_saver = std::jthread([this, path, rows, notes](std::stop_token stop) {
        const auto progress = [this](std::uint64_t copied, std::uint64_t total) {
            const double part = total == 0 ? 1 : static_cast<double>(copied) / static_cast<double>(total);
            QMetaObject::invokeMethod(
                this, [this, part] { Q_EMIT saveProgress(part); }, Qt::QueuedConnection);
        };
        const Result<void> saved = capture::saveCopy(*m_capture, path, stop, progress);
        const QString error = saved ? QString() : saved.error().message;
        QMetaObject::invokeMethod(
            this,
            [this, path, rows, notes, error] {
                m_saving = false;
                if (error.isEmpty()) {
                    m_filePath = path;
                    m_savedRows = rows;
                    m_savedNotes = notes;
                }
                Q_EMIT saveFinished(path, error);
            },
            Qt::QueuedConnection);
    });
}

void Workspace::cancelSave() { m_saver.request_stop(); }

void Workspace::continueInflating(RowIndex row)
{
    if (m_inflating)
        return;
    m_inflating = true;
    m_inflater = std::jthread([this, row](std::stop_token stop) {
        // A message may come in millions of pieces.
        QElapsedTimer sinceTold;
        const auto progress = [this, &sinceTold](std::uint64_t taken, std::uint64_t wire, std::uint64_t inflated) {
            if (sinceTold.isValid() && sinceTold.elapsed() < progressInterval)
                return;
            sinceTold.start();
            const double part = wire == 0 ? 1 : static_cast<double>(taken) / static_cast<double>(wire);
            QMetaObject::invokeMethod(
                this, [this, part, inflated] { Q_EMIT inflateProgress(part, inflated); }, Qt::QueuedConnection);
        };
        constexpr ws::InflateLimits none{std::numeric_limits<std::uint64_t>::max(), 0};
        const auto inflated = m_capture->continueInflating(row, none, stop, progress);
        const bool stopped = stop.stop_requested();
        const QString error = inflated || stopped ? QString() : inflated.error().message;
        QMetaObject::invokeMethod(
            this,
            [this, error] {
                m_inflating = false;
                Q_EMIT inflateFinished(error);
            },
            Qt::QueuedConnection);
    });
}

void Workspace::cancelInflating() { m_inflater.request_stop(); }

} // namespace framescope::ui
