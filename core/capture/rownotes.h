#pragma once

#include "core/base/result.h"
#include "core/capture/rowrecord.h"

#include <QByteArray>
#include <QString>

#include <atomic>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

namespace framescope::capture
{

/// What a person noted of a row.
struct RowNote {
    /// Characters of a comment; what is longer is cut.
    static constexpr qsizetype maxComment = 4000;

    bool marked = false;
    QString comment;

    bool isEmpty() const noexcept { return !marked && comment.isEmpty(); }
    bool operator==(const RowNote &) const = default;
};

/// The notes on the rows of one capture. They are kept in a small file beside it, one JSON object a line, which only
/// grows, so that a crash costs nothing but the line it was in; the last line about a row counts. Several programs that
/// look at one recording may append to it. A row is named by its connection, direction, place in the stream and time,
/// which no copy and no further file of the recording changes; an event, which has no place in a stream, by its number
/// among those of its time.
/// Thread: any, unless said otherwise.
class RowNotes
{
public:
    /// The record of a row that is published.
    using Records = std::function<const RowRecord &(RowIndex row)>;

    /// `capture`: the first file of the capture. Without records no two events of a connection have the same time.
    explicit RowNotes(const QString &capture, Records records = {});

    /// Where notes on this capture are kept: "name.pcapng.notes".
    static QString pathFor(const QString &capture);

    /// Removes what is kept beside a capture that another takes the place of. What only looks like it, or belongs to the
    /// first file of a recording that this name is a later one of, stays.
    static void removeBeside(const QString &capture);

    RowNote at(RowIndex row) const;
    /// All rows in order, also those whose note was taken away.
    std::vector<std::pair<RowIndex, RowNote>> all() const;
    /// Those of them that the capture's file does not say itself: set here, or kept beside it.
    std::vector<std::pair<RowIndex, RowNote>> changed() const;
    /// Changes with every change, also by loading.
    std::uint64_t revision() const noexcept { return m_revision.load(std::memory_order_acquire); }
    /// Changes when set() changes something.
    std::uint64_t edits() const noexcept { return m_edits.load(std::memory_order_acquire); }

    /// Notes this of the row, whose record is `record`; an empty note takes it away. Errors: it cannot be kept beside the
    /// capture, and is only remembered; the next call tries again.
    Result<void> set(RowIndex row, const RowRecord &record, RowNote note);

    // --- the loader's thread
    /// Reads what is kept beside the capture: notes on rows to come. Nothing where there is none, or it cannot be read;
    /// lines that are no notes are left out.
    void readBeside();
    /// The file itself has this note on a row to come, at this place of a stream, or (an event) of the file. What is kept
    /// beside the capture is newer.
    void expect(ConnectionId connection, Direction direction, bool event, std::uint64_t offset, const RowNote &note);
    /// Whether notes wait for rows.
    bool expects() const noexcept { return m_expects.load(std::memory_order_relaxed); }
    /// This row has come.
    void come(RowIndex row, const RowRecord &record);

private:
    /// What the place of a row is.
    enum class Place : std::uint8_t {
        Stream, ///< of what has octets there: where it begins
        File,   ///< of an event: where its packet is, which holds in this file alone
        Time,   ///< of an event: nanoseconds
    };
    /// What names a row.
    struct Key {
        std::uint32_t connection = 0;
        Direction direction = Direction::Out;
        Place kind = Place::Stream;
        std::uint64_t place = 0;
        std::uint32_t number = 0; ///< among the events of one time
        bool operator==(const Key &) const = default;
    };
    struct Hash {
        std::size_t operator()(const Key &key) const noexcept;
    };
    struct Expected {
        RowNote note;
        std::optional<std::int64_t> time; ///< of the row, where it is known
        std::uint64_t line = 0;           ///< beside the capture, from 1; 0: the capture's file says it
    };
    struct Kept {
        RowNote note;
        bool inFile = false; ///< as the capture's file says itself
    };
    /// Holds in every file of the recording.
    Key keyOf(RowIndex row, const RowRecord &record) const;
    std::uint32_t numberOf(RowIndex event, const RowRecord &record) const;
    QByteArray line(RowIndex row, const RowRecord &record, const RowNote &note) const;
    void takeLine(const QByteArray &line);
    Result<void> appendUnwritten();

    const QString m_path;
    const Records m_records;
    mutable std::mutex m_mutex; ///< of what follows
    std::map<std::uint64_t, Kept> m_notes;
    std::map<std::uint64_t, QByteArray> m_unwritten; ///< the newest line about each row that is not in the file yet
    std::unordered_map<Key, Expected, Hash> m_expected;
    std::uint64_t m_lines = 0; ///< that were read
    std::atomic<bool> m_expects{false};
    std::atomic<bool> m_any{false}; ///< there ever was a note
    std::atomic<std::uint64_t> m_revision{0}, m_edits{0};
};

} // namespace framescope::capture
