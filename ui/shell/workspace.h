#pragma once

#include "core/base/clock.h"
#include "core/capture/capture.h"
#include "core/capture/capturestore.h"
#include "core/net/session.h"

#include <QObject>

#include <memory>
#include <thread>

namespace framescope::ui
{

/// What one window works on: a capture and, when it is a live one, the session that writes to it. Loading and saving
/// run on threads of their own and report by signals.
/// Thread: the GUI's. Lifetime: the clock outlives it.
class Workspace : public QObject
{
    Q_OBJECT
public:
    /// A new capture in the user's data folder, ready to connect. `limits`: how far compressed messages are inflated.
    /// Errors: the folder cannot be written.
    static Result<std::unique_ptr<Workspace>> createLive(const capture::CaptureStore &store, const Clock &clock,
                                                         const ws::InflateLimits &limits);
    /// A capture file, loaded in the background; read-only, and followed for as long as another program records to it.
    /// One of the store's, left from an earlier start, counts as not saved, and leaves the store once it was saved
    /// elsewhere.
    static Result<std::unique_ptr<Workspace>> openFile(const QString &path, const capture::CaptureStore &store,
                                                       const ws::InflateLimits &limits);
    /// Aborts what is live; removes the working file when it holds nothing that was not saved.
    ~Workspace() override;

    const capture::Capture &capture() const { return *m_capture; }
    /// nullptr for an opened file.
    net::Session *session() const { return m_session.get(); }
    bool isLive() const { return m_session != nullptr; }
    bool loading() const { return m_loading; }
    /// Rows, or notes on them, that no file of the user's holds yet.
    bool hasUnsavedRows() const;
    /// From the store, left by an earlier start.
    bool isRecovered() const { return m_recovered; }
    /// The user's file: the opened one, or the last one saved to; empty before.
    QString filePath() const { return m_filePath; }
    bool saving() const { return m_saving; }

    /// Copies what is recorded so far to `path` in the background; saveFinished() tells the end.
    void saveAs(const QString &path);
    void cancelSave();

    /// How far compressed messages that begin from now on are inflated.
    void setInflateLimits(const ws::InflateLimits &limits) { m_capture->setInflateLimits(limits); }
    /// When the recording goes on in a new file; an opened file is not recorded to.
    void setRollLimits(const capture::RollLimits &limits) { m_capture->setRolling(limits); }
    /// Inflates the rest of the message of this row, which stopped at a limit, in the background; one at a time.
    void continueInflating(RowIndex row);
    void cancelInflating();

Q_SIGNALS:
    void loadFinished(const QString &error); ///< empty when all went well
    void saveProgress(double part);
    void saveFinished(const QString &path, const QString &error);
    /// `part` of the compressed octets, and how many they gave; ten times a second at most.
    void inflateProgress(double part, quint64 inflated);
    void inflateFinished(const QString &error); ///< empty when all went well

private:
    Workspace(const capture::CaptureStore &store, std::unique_ptr<capture::Capture> capture);
    void startLoading();

    const capture::CaptureStore m_store; ///< the folder that it was made in, whichever others use by now
    std::unique_ptr<capture::Capture> m_capture;
    std::unique_ptr<net::Session> m_session;
    std::jthread m_loader;
    std::jthread m_saver;
    std::jthread m_inflater;
    bool m_inflating = false;
    QString m_filePath;
    std::uint64_t m_savedRows = 0;
    std::uint64_t m_savedNotes = 0; ///< edits of notes that were saved
    bool m_recovered = false;
    bool m_loading = false;
    bool m_saving = false;
};

} // namespace framescope::ui
