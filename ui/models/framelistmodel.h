#pragma once

#include "core/base/ids.h"
#include "core/capture/capture.h"
#include "core/capture/capturereader.h"
#include "core/filter/filterjob.h"
#include "ui/models/decoderchoices.h"
#include "ui/models/rowcolors.h"
#include "ui/models/timetext.h"

#include <QAbstractTableModel>
#include <QCache>

#include <memory>
#include <optional>

namespace framescope::decode
{
class Channels;
}

namespace framescope::ui
{

/// The rows of a capture, of all connections by time or of one. Holds no row itself: records are read from the
/// capture's index, and what needs the file (preview, mask key, event) is fetched when asked for and kept for a few
/// hundred rows.
/// Lifetime: the capture outlives the model, or setCapture(nullptr) comes first.
class FrameListModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    /// Remembered by their numbers: new ones come last.
    enum Column {
        Number,
        Time,
        Delta,
        Dir,
        Opcode,
        Fin,
        Rsv,
        MaskKey,
        Payload,
        Wire,
        Message,
        Preview,
        Connection,
        ColumnCount
    };
    enum Role {
        RowIndexRole = Qt::UserRole + 1, ///< qulonglong: RowIndex
        KindRole,                        ///< int: capture::RowKind
        OpcodeRole,                      ///< int: ws::Opcode; invalid for rows that are no frame
        SeverityRole,                    ///< int: ws::Severity
        DirectionRole,                   ///< int: Direction
        MarkedRole,                      ///< bool: a person marked it
        CommentRole,                     ///< QString: what a person noted of it
        RuleColorRole,                   ///< int: of Colors::rules; invalid where no rule colours the row
    };

    explicit FrameListModel(QObject *parent = nullptr);
    ~FrameListModel() override;

    /// The capture to show, nullptr for none. Shows all connections and is not frozen afterwards.
    void setCapture(const capture::Capture *capture);
    const capture::Capture *capture() const noexcept { return m_capture; }
    /// One connection, or all of them. Rows of a long capture are looked for on another thread, and appear over several
    /// calls of poll().
    void setConnection(std::optional<ConnectionId> id);
    std::optional<ConnectionId> connection() const noexcept { return m_connection; }
    /// Only rows that the test holds for; all without one. They are looked for as setConnection() says; rows that come
    /// later are tested as they come.
    void setFilter(const std::optional<filter::RowTest> &test);
    /// What the rows shown must pass, of connection and filter; nothing: all are shown.
    std::optional<filter::RowTest> limit() const;
    /// How far the rows of a filter or a connection are looked for.
    struct FilterState {
        std::uint64_t tested = 0;
        std::uint64_t total = 0; ///< rows of the capture
        std::uint64_t shown = 0;
        std::uint64_t undecided = 0; ///< rows that would have taken too long
        QString failure;             ///< why it ended early, or empty
        bool running() const noexcept { return tested < total && failure.isEmpty(); }
    };
    FilterState filterState() const;

    /// What rows carry is more than it was: it is read anew, and with it the rows that the filter asks of it are looked for.
    void readAnew();

    /// Inserts the rows that were published since the last call, all at once. For a timer of 30 to 60 Hz.
    void poll();
    /// While frozen poll() only counts.
    void setFrozen(bool frozen);
    bool frozen() const noexcept { return m_frozen; }
    /// Rows known and not yet inserted.
    std::uint64_t pendingRows() const;
    /// Rows of several connections may be shown: whose a row is must be said.
    bool showsSeveral() const noexcept { return m_several; }
    /// Rows of the whole capture, of all connections.
    std::uint64_t totalRows() const;

    /// Decoders that people chose for hosts; previews are made anew.
    void setDecoders(const DecoderChoices &choices);
    /// Rules that colour rows, the first that holds counts.
    void setColorRules(std::vector<RowColors::Rule> rules);

    /// What the column Time shows.
    void setTimeDisplay(TimeDisplay display);
    TimeDisplay timeDisplay() const noexcept { return m_timeDisplay; }
    /// Whether previews show the secrets of heads.
    void setReveal(bool reveal);

    /// The capture's row at this row of the model, which is in range.
    RowIndex rowIndexAt(int modelRow) const;
    /// Where the capture's row is shown, or -1.
    int modelRow(RowIndex row) const;
    /// Where it is shown, or else the row nearest to it that is; -1 when none is.
    int modelRowNear(RowIndex row) const;
    /// Whether one of the capture's rows from `first` to `last` is shown; those not tested yet are not.
    bool showsAny(RowIndex first, RowIndex last) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

Q_SIGNALS:
    void severalChanged(bool several);
    /// What the filter asks for has changed in rows that were there: they are about to be looked for anew.
    void choosingAnew();

private:
    /// What of a row must be read from the file.
    struct FetchedText {
        QString preview; ///< of an error row what is wrong with it
        QString maskKey;
        QString word; ///< of an event row what stands in the opcode column
    };

    std::uint64_t available() const;
    void scan();
    /// Not all rows are shown.
    bool isLimited() const noexcept { return m_connection.has_value() || m_filter.has_value(); }
    void limitAnew();
    /// Something about rows that are there has changed: of those shown, or, where the filter asks for it, of those to show.
    void showAnew(bool asked);
    void countConnections();
    /// Shows notes that were changed since.
    void pollNotes();
    filter::RowTest test() const;
    const FetchedText &fetched(RowIndex row) const;
    QString displayText(const QModelIndex &index) const;
    QString opcodeText(RowIndex row) const;
    /// What failed: a step of the way to the connection.
    static QString wordOf(const std::vector<ws::Finding> &failure, const QString &stage);
    QString accessibleText(RowIndex row) const;
    QString toolTip(RowIndex row, int column) const;
    /// Keys of ui/explain about a row, or about what one of its columns shows.
    QStringList topics(RowIndex row) const;
    QStringList topics(RowIndex row, int column) const;

    const capture::Capture *m_capture = nullptr;
    std::unique_ptr<capture::CaptureReader> m_reader;
    std::optional<ConnectionId> m_connection;
    std::optional<filter::RowTest> m_filter;
    filter::RowBitmap m_shown;     ///< rows that are shown; unused for all
    std::uint64_t m_undecided = 0; ///< of the jobs that have ended
    std::uint64_t m_jobUndecided = 0;
    QString m_failure;
    std::unique_ptr<filter::FilterJob> m_job;
    bool m_scanning = false; ///< the job finds rows for m_shown
    int m_rows = 0;
    bool m_frozen = false;
    std::uint64_t m_catchUpTo = 0; ///< rows of the capture up to which a frozen list shows what a new choice left
    bool m_reveal = false;
    bool m_several = false; ///< see showsSeveral()
    DecoderChoices m_decoders;
    std::uint64_t m_notesSeen = 0; ///< revision of the notes
    mutable RowColors m_colors;    ///< asked for rows as they are painted
    TimeDisplay m_timeDisplay = TimeDisplay::Seconds;
    mutable QCache<quint64, FetchedText> m_cache;
};

} // namespace framescope::ui
