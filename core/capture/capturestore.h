#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"

#include <QDateTime>
#include <QString>
#include <QStringList>

#include <functional>
#include <stop_token>
#include <vector>

namespace framescope::capture
{

class Capture;

/// The folder where captures are recorded until they are saved under a name of the user's choice; what a crash left
/// behind is found here.
/// Thread: any, one at a time.
class CaptureStore
{
public:
    struct UnsavedCapture {
        QString path; ///< of its first file
        std::uint64_t size = 0;
        QDateTime modified;     ///< UTC
        QStringList files = {}; ///< all of them, in order
    };
    /// Told the octets copied and the octets in all.
    using Progress = std::function<void(std::uint64_t copied, std::uint64_t total)>;

    /// `folder` is the program's own: all captures in it count as unsaved. Empty: "captures" in the program's data folder.
    explicit CaptureStore(const QString &folder = {});

    const QString &folder() const noexcept { return m_folder; }
    /// For captures that begin from now on: a folder of its own, "framescope-unsaved", in this one of the user's, whose
    /// other files are nothing to the store. Empty as in the constructor.
    void setFolder(const QString &chosen);
    /// A path for a new capture that names the time: 2026-11-22T21-35-00.123Z.pcapng. Makes the folder, readable by its
    /// owner only. Errors: the folder cannot be made.
    Result<QString> newCapturePath(const Clock &clock) const;
    /// Captures in the folder that no living program is recording to, newest first.
    std::vector<UnsavedCapture> unsavedCaptures() const;
    /// The files of the recording that this one of the folder belongs to, in order, as far as they are there.
    QStringList filesOf(const QString &path) const;
    /// Deletes a capture of this folder, all its files. Errors: not in the folder, in use, the system refuses.
    Result<void> remove(const QString &path) const;

private:
    QString m_folder;
};

/// Copies what is published of a capture to `target`, into one file whatever it is recorded in,
/// with the notes on its rows as comments of their packets. The target may exist: it is replaced in one step when all is on the
/// disk, and untouched when anything fails or `stop` is asked for.
/// Thread: any, while recording goes on.
Result<void> saveCopy(const Capture &capture, const QString &target, std::stop_token stop = {},
                      const CaptureStore::Progress &progress = {});

} // namespace framescope::capture
