#include "core/capture/capturestore.h"

#include "core/base/platform.h"
#include "core/capture/capture.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QStandardPaths>
#include <QTemporaryFile>

#include <algorithm>

namespace framescope::capture
{

namespace
{
const QString suffix = u".pcapng"_qs;
constexpr std::uint64_t copySize = 1u << 20;
} // namespace

CaptureStore::CaptureStore(const QString &folder)
    : m_folder(QDir(folder.isEmpty()
                        ? QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) + u"/captures"_qs
                        : folder)
                   .absolutePath())
{
}

Result<QString> CaptureStore::newCapturePath(const Clock &clock) const
{
    if (!QDir().mkpath(m_folder))
        return Error{u"cannot make the folder for captures, %1; check that its parent folder can be written to"_qs.arg(
            m_folder)};
    QFile::setPermissions(m_folder, QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ExeOwner);
    constexpr std::int64_t nsPerMs = 1'000'000;
    const QString name =
        QDateTime::fromMSecsSinceEpoch(clock.now().value() / nsPerMs, Qt::UTC).toString(u"yyyy-MM-ddTHH-mm-ss.zzzZ");
    QString path = m_folder + u'/' + name + suffix;
    for (int n = 2; QFileInfo::exists(path); ++n)
        path = u"%1/%2-%3%4"_qs.arg(m_folder, name).arg(n).arg(suffix);
    return path;
}

std::vector<CaptureStore::UnsavedCapture> CaptureStore::unsavedCaptures() const
{
    std::vector<UnsavedCapture> found;
    const QFileInfoList files =
        QDir(m_folder).entryInfoList({u'*' + suffix}, QDir::Files | QDir::NoSymLinks | QDir::Readable, QDir::Time);
    for (const QFileInfo &file : files) {
        if (!platform::isLocked(file.absoluteFilePath()))
            found.push_back(
                {file.absoluteFilePath(), static_cast<std::uint64_t>(file.size()), file.lastModified().toUTC()});
    }
    return found;
}

Result<void> CaptureStore::remove(const QString &path) const
{
    const QFileInfo file(path);
    if (file.absolutePath() != m_folder)
        return Error{u"%1 is not in the folder for captures"_qs.arg(path)};
    if (platform::isLocked(path))
        return Error{u"%1 is being recorded to"_qs.arg(path)};
    QFile capture(path);
    if (!capture.remove())
        return Error{u"cannot delete %1: %2"_qs.arg(path, capture.errorString())};
    return {};
}

Result<void> saveCopy(const Capture &capture, const QString &target, std::stop_token stop,
                      const CaptureStore::Progress &progress)
{
    const QFileInfo info(target);
    const QString path = info.absoluteFilePath();
    if (info.isDir())
        return Error{u"%1 is a folder; choose a file name"_qs.arg(path)};
    if (info.exists() && info.canonicalFilePath() == QFileInfo(capture.path()).canonicalFilePath())
        return Error{u"%1 is the capture itself; choose another name"_qs.arg(path)};
    const std::uint64_t total = capture.fileSize();
    QFile source(capture.path());
    if (!source.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return Error{u"cannot read the capture %1: %2"_qs.arg(source.fileName(), source.errorString())};
    // In the target's folder, so that it can take the target's place in one step; private, as captures are.
    QTemporaryFile copy(info.absolutePath() + u"/.framescope-save-XXXXXX"_qs);
    if (!copy.open())
        return Error{u"cannot write to the folder %1: %2"_qs.arg(info.absolutePath(), copy.errorString())};
    QByteArray buffer(static_cast<qsizetype>(copySize), Qt::Uninitialized);
    std::uint64_t copied = 0;
    while (copied < total) {
        if (stop.stop_requested())
            return Error{u"saving was stopped; %1 was not written"_qs.arg(path)};
        const qint64 got = source.read(buffer.data(), static_cast<qint64>(std::min(copySize, total - copied)));
        if (got <= 0)
            return Error{u"cannot read the capture %1: %2"_qs.arg(
                source.fileName(), got < 0 ? source.errorString() : u"it became shorter"_qs)};
        if (copy.write(buffer.constData(), got) != got || !copy.flush())
            return Error{u"cannot write %1: %2"_qs.arg(path, copy.errorString())};
        copied += static_cast<std::uint64_t>(got);
        if (progress)
            progress(copied, total);
    }
    if (auto synced = platform::syncFile(copy); !synced)
        return synced;
    const QString temporary = copy.fileName(); // also gives the file its name where it had none
    copy.close();
    if (auto replaced = platform::replaceFile(temporary, path); !replaced)
        return replaced;
    copy.setAutoRemove(false);
    return platform::syncFolder(info.absolutePath());
}

} // namespace framescope::capture
