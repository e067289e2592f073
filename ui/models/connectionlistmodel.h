#pragma once

#include "core/base/clock.h"
#include "core/base/ids.h"
#include "core/capture/capture.h"
#include "core/capture/capturereader.h"
#include "core/net/session.h"
#include "ui/models/connectionend.h"

#include <QAbstractListModel>

#include <functional>
#include <optional>
#include <vector>

namespace framescope::ui
{

/// The connections of a capture with where each stands. With more than one the first row stands for all of them.
/// A connection is looked at when it is first asked for, and then, mostPolled at a time, until it cannot change.
/// Lifetime: capture, clock and what the status source needs outlive the model, or setSources(nullptr, {}) comes first.
class ConnectionListModel : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role {
        ConnectionIdRole = Qt::UserRole + 1, ///< uint; invalid for the row of all connections
        StateRole,                           ///< int: net::State; invalid for all, and for files that were opened
        DetailRole,                          ///< QString: the second line
        NameRole,                            ///< QString: host and path, without the number of the connection
        TroubleRole,                         ///< bool: the second line warns; it says so itself
    };

    static constexpr std::size_t mostPolled = 500; ///< connections that one poll() looks at

    explicit ConnectionListModel(const Clock &clock, QObject *parent = nullptr);

    /// Where a connection stands: net::Session::status() of the capture's session.
    using StatusSource = std::function<net::Status(ConnectionId)>;

    /// The status source is empty for a file that was opened.
    void setSources(const capture::Capture *capture, StatusSource status);
    /// Takes in new connections and what changed; says so only for rows whose text or state is another.
    void poll();
    /// Connections that were asked for and may still change.
    std::size_t watchedCount() const noexcept { return m_watched.size(); }

    /// What a row stands for: nothing for all connections (and for rows that are not there).
    std::optional<ConnectionId> connectionAt(int row) const;
    /// The row of a connection, or of all; -1 when there is none.
    int rowOf(std::optional<ConnectionId> id) const;
    /// How a connection ended, as of now; nothing while it lives, and when it failed.
    std::optional<ConnectionEnd> endOf(ConnectionId id) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

private:
    struct Line {
        QString name;    ///< host and path
        QString url;     ///< secrets masked
        QString detail;  ///< the second line
        QString reason;  ///< the sentence that the second line is short for, or empty
        QString failure; ///< the reason in a few words, or empty
        int asked = 0;   ///< how often it was looked for, of the attempt that failed
        int attempt = 0;
        std::optional<net::State> state;
        std::optional<ConnectionEnd> end;
        unsigned endSteps = 0; ///< of capture::Ending, when it was looked at
        bool named = false;    ///< the name and the URL are there
        bool looked = false;   ///< the rest is there too
        bool done = false;     ///< over, and nothing of it will change
    };

    int offset() const noexcept { return m_hasAllRow ? 1 : 0; }
    Line &named(ConnectionId id) const;
    Line &looked(ConnectionId id) const;
    Line refreshed(ConnectionId id, const Line &old) const;
    void refreshRecorded(ConnectionId id, Line &line) const;
    void refreshEnd(ConnectionId id, const net::Status *status, Line &line) const;
    QString allDetail() const;
    void pollWatched();
    void watchAgain();
    void takeNew();

    const Clock &m_clock;
    const capture::Capture *m_capture = nullptr;
    StatusSource m_status;
    mutable std::optional<capture::CaptureReader> m_reader; ///< of the capture
    mutable std::vector<Line> m_lines;
    mutable std::vector<std::uint32_t> m_watched; ///< lines that were looked at and are not done
    std::size_t m_nextWatched = 0;                ///< where the next poll goes on
    std::uint64_t m_polledRows = 0;               ///< that the capture had at the last poll
    bool m_hasAllRow = false;
    bool m_numbered = false; ///< names have the number of the connection before them
    QString m_allDetail;
};

/// The URL with user info and the values of parameters that look like secrets (token, key, password ...) masked.
QString maskedUrl(const QString &url);

} // namespace framescope::ui
