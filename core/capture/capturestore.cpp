#include "core/capture/capturestore.h"

#include "core/base/platform.h"
#include "core/capture/capture.h"
#include "core/capture/captureparts.h"
#include "core/capture/capturereader.h"
#include "core/capture/notepatches.h"

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
/// In a folder of the user's, where other captures may stand, only what is in this one is the program's.
const QString ownFolder = u"framescope-unsaved"_qs;
constexpr std::uint64_t copySize = 1u << 20;
} // namespace

CaptureStore::CaptureStore(const QString &folder)
{
    const QString own = QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) + u"/captures"_qs;
    m_folder = QDir(folder.isEmpty() ? own : folder).absolutePath();
}

void CaptureStore::setFolder(const QString &chosen)
{
    *this = CaptureStore(chosen.isEmpty() ? QString() : QDir(chosen).filePath(ownFolder));
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

QStringList CaptureStore::filesOf(const QString &path) const
{
    const QString first = firstPartPath(QFileInfo(path).absoluteFilePath());
    QStringList files;
    for (const QFileInfo &file : QDir(m_folder).entryInfoList({u'*' + suffix}, QDir::Files | QDir::NoSymLinks)) {
        if (firstPartPath(file.absoluteFilePath()) == first)
            files.append(file.absoluteFilePath());
    }
    // The first has no number, and numbers may grow beyond four digits.
    std::sort(files.begin(), files.end(),
              [](const QString &a, const QString &b) { return a.size() != b.size() ? a.size() < b.size() : a < b; });
    return files;
}

std::vector<CaptureStore::UnsavedCapture> CaptureStore::unsavedCaptures() const
{
    std::vector<UnsavedCapture> found;
    QStringList seen;
    const QFileInfoList newestFirst =
        QDir(m_folder).entryInfoList({u'*' + suffix}, QDir::Files | QDir::NoSymLinks | QDir::Readable, QDir::Time);
    for (const QFileInfo &file : newestFirst) {
        const QString first = firstPartPath(file.absoluteFilePath());
        if (seen.contains(first))
            continue;
        seen.append(first);
        UnsavedCapture capture;
        capture.files = filesOf(first);
        // A recording holds the lock of its newest file only.
        if (capture.files.isEmpty() ||
            std::any_of(capture.files.begin(), capture.files.end(), qOverload<const QString &>(platform::isLocked)))
            continue;
        capture.path = capture.files.first();
        for (const QString &part : capture.files)
            capture.size += static_cast<std::uint64_t>(QFileInfo(part).size());
        capture.modified = file.lastModified().toUTC();
        found.push_back(capture);
    }
    return found;
}

Result<void> CaptureStore::remove(const QString &path) const
{
    if (QFileInfo(path).absolutePath() != m_folder)
        return Error{u"%1 is not in the folder for captures"_qs.arg(path)};
    QStringList files = filesOf(path);
    if (files.isEmpty())
        files.append(path);
    for (const QString &file : files) {
        if (platform::isLocked(file))
            return Error{u"%1 is being recorded to"_qs.arg(file)};
    }
    for (const QString &file : files) {
        QFile capture(file);
        if (!capture.remove())
            return Error{u"cannot delete %1: %2"_qs.arg(file, capture.errorString())};
    }
    if (QFile notes(RowNotes::pathFor(files.first())); notes.exists() && !notes.remove())
        return Error{u"cannot delete %1: %2"_qs.arg(notes.fileName(), notes.errorString())};
    // A crash may have come while another file was begun.
    for (const QFileInfo &begun :
         QDir(m_folder).entryInfoList({u"*%1%2"_qs.arg(suffix, beginningSuffix)}, QDir::Files)) {
        if (firstPartPath(begun.absoluteFilePath().chopped(beginningSuffix.size())) == firstPartPath(files.first()))
            QFile::remove(begun.absoluteFilePath());
    }
    return {};
}

namespace
{
/// Octets of one file that go into the copy.
struct Piece {
    QString path;
    std::uint64_t from = 0, size = 0; ///< in the file
    std::uint64_t start = 0;          ///< of the file in the capture
};

/// The first file as it is; of the others what they do not repeat. Together they are as if they had always been one.
std::vector<Piece> piecesOf(const Capture &capture)
{
    std::vector<Piece> pieces;
    const std::uint64_t end = capture.fileSize();
    const std::vector<CaptureParts::Part> parts = capture.parts();
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const CaptureParts::Part &part = parts[i];
        const std::uint64_t partEnd = i + 1 < parts.size() ? std::min(end, parts[i + 1].start) : end;
        const std::uint64_t from = pieces.empty() ? part.start : part.content;
        if (!part.dropped && from < partEnd)
            pieces.push_back({part.path, from - part.start, partEnd - from, part.start});
    }
    return pieces;
}

/// Changed notes on rows whose octets are there, in the order of their places.
std::vector<PlacedNote> placedNotes(const Capture &capture)
{
    std::vector<PlacedNote> placed;
    const CaptureReader reader(capture);
    for (const auto &[row, note] : capture.notes().changed()) {
        const std::optional<FileOffset> place = reader.place(row);
        const RowRecord &record = capture.row(row);
        if (place)
            placed.push_back({place->value(), record.offset().value(), record.kind() == RowKind::Event, note});
    }
    std::sort(placed.begin(), placed.end(), [](const PlacedNote &a, const PlacedNote &b) { return a.place < b.place; });
    return placed;
}

/// Blocks of a piece that notes change.
Result<std::vector<NotePatch>> patchesOf(const Piece &piece, const std::vector<PlacedNote> &notes,
                                         const std::stop_token &stop)
{
    const std::uint64_t begin = piece.start + piece.from;
    std::vector<PlacedNote> inside;
    std::copy_if(notes.begin(), notes.end(), std::back_inserter(inside),
                 [&](const PlacedNote &note) { return note.place >= begin && note.place - begin < piece.size; });
    return notePatches(piece.path, piece.start, inside, stop);
}

bool isPartOf(const Capture &capture, const QFileInfo &target)
{
    const std::vector<CaptureParts::Part> parts = capture.parts();
    return target.exists() && std::any_of(parts.begin(), parts.end(), [&](const CaptureParts::Part &part) {
               return !part.dropped && target.canonicalFilePath() == QFileInfo(part.path).canonicalFilePath();
           });
}
} // namespace

Result<void> saveCopy(const Capture &capture, const QString &target, std::stop_token stop,
                      const CaptureStore::Progress &progress)
{
    const QFileInfo info(target);
    const QString path = info.absoluteFilePath();
    if (info.isDir())
        return Error{u"%1 is a folder; choose a file name"_qs.arg(path)};
    if (isPartOf(capture, info))
        return Error{u"%1 is the capture itself; choose another name"_qs.arg(path)};
    const std::vector<Piece> pieces = piecesOf(capture);
    std::uint64_t total = 0;
    for (const Piece &piece : pieces)
        total += piece.size;
    // In the target's folder, so that it can take the target's place in one step; private, as captures are.
    QTemporaryFile copy(info.absolutePath() + u"/.framescope-save-XXXXXX"_qs);
    if (!copy.open())
        return Error{u"cannot write to the folder %1: %2"_qs.arg(info.absolutePath(), copy.errorString())};
    const std::vector<PlacedNote> notes = placedNotes(capture);
    QByteArray buffer(static_cast<qsizetype>(copySize), Qt::Uninitialized);
    std::uint64_t copied = 0;
    for (const Piece &piece : pieces) {
        const Result<std::vector<NotePatch>> patches = patchesOf(piece, notes, stop);
        if (!patches)
            return stop.stop_requested() ? Error{u"saving was stopped; %1 was not written"_qs.arg(path)}
                                         : patches.error();
        QFile source(piece.path);
        if (!source.open(QIODevice::ReadOnly | QIODevice::Unbuffered) || !source.seek(static_cast<qint64>(piece.from)))
            return Error{u"cannot read the capture %1: %2"_qs.arg(source.fileName(), source.errorString())};
        std::size_t patch = 0;
        for (std::uint64_t at = piece.from; at < piece.from + piece.size;) {
            if (stop.stop_requested())
                return Error{u"saving was stopped; %1 was not written"_qs.arg(path)};
            const NotePatch *const next = patch < patches->size() ? &(*patches)[patch] : nullptr;
            if (next != nullptr && at == next->from) {
                if (copy.write(next->block) != next->block.size() || !copy.flush() ||
                    !source.seek(static_cast<qint64>(next->to)))
                    return Error{u"cannot write %1: %2"_qs.arg(path, copy.errorString())};
                copied += next->to - at;
                at = next->to;
                ++patch;
                continue;
            }
            const std::uint64_t end = next != nullptr ? next->from : piece.from + piece.size;
            const qint64 got = source.read(buffer.data(), static_cast<qint64>(std::min(copySize, end - at)));
            if (got <= 0)
                return Error{u"cannot read the capture %1: %2"_qs.arg(
                    source.fileName(), got < 0 ? source.errorString() : u"it became shorter"_qs)};
            if (copy.write(buffer.constData(), got) != got || !copy.flush())
                return Error{u"cannot write %1: %2"_qs.arg(path, copy.errorString())};
            at += static_cast<std::uint64_t>(got);
            copied += static_cast<std::uint64_t>(got);
            if (progress)
                progress(copied, total);
        }
    }
    if (auto synced = platform::syncFile(copy); !synced)
        return synced;
    const QString temporary = copy.fileName(); // also gives the file its name where it had none
    copy.close();
    if (auto replaced = platform::replaceFile(temporary, path); !replaced)
        return replaced;
    copy.setAutoRemove(false);
    // What stood beside the file that was there is about that one; this one has its notes inside.
    RowNotes::removeBeside(path);
    return platform::syncFolder(info.absolutePath());
}

} // namespace framescope::capture
