#include "core/capture/rownotes.h"

#include "core/capture/captureparts.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace framescope::capture
{

namespace
{
const QLatin1String keyVersion("framescope");
const QLatin1String keyConnection("connection");
const QLatin1String keyDirection("direction");
const QLatin1String keyOffset("offset");
const QLatin1String keyEvent("event");
const QLatin1String keyTime("time");
const QLatin1String keyNumber("number");
const QLatin1String keyMarked("marked");
const QLatin1String keyComment("comment");
constexpr int version = 1;
/// A line of the longest comment, with every character escaped, is shorter.
constexpr qint64 maxLine = 64 * 1024;
/// More lines than anybody writes by hand; what comes after them is not read.
constexpr int maxLines = 1'000'000;
/// Events of one time are counted among so many rows.
constexpr std::uint64_t nearRows = 10'000;
} // namespace

RowNotes::RowNotes(const QString &capture, Records records) : m_path(pathFor(capture)), m_records(std::move(records)) {}

QString RowNotes::pathFor(const QString &capture) { return firstPartPath(capture) + u".notes"_qs; }

void RowNotes::removeBeside(const QString &capture)
{
    if (firstPartPath(capture) != capture)
        return;
    QFile file(pathFor(capture));
    if (!file.open(QIODevice::ReadOnly))
        return;
    const QByteArray first = file.readLine(maxLine);
    file.close();
    if (QJsonDocument::fromJson(first).object().value(keyVersion).isDouble())
        file.remove();
}

std::size_t RowNotes::Hash::operator()(const Key &key) const noexcept
{
    std::uint64_t hash = (key.place + key.number) * 0x9E3779B97F4A7C15u;
    hash ^= (std::uint64_t(key.connection) << 3 | std::uint64_t(key.direction) << 2 | std::uint64_t(key.kind)) *
            0xFF51AFD7ED558CCDu;
    return static_cast<std::size_t>(hash ^ hash >> 32);
}

RowNotes::Key RowNotes::keyOf(RowIndex row, const RowRecord &record) const
{
    Key key{record.connection().value(), record.direction(), Place::Stream, record.offset().value(), 0};
    if (record.kind() == RowKind::Event) {
        key.kind = Place::Time;
        key.place = static_cast<std::uint64_t>(record.time.value());
        key.number = numberOf(row, record);
    }
    return key;
}

/// Among the events of its connection and direction that have the same time.
std::uint32_t RowNotes::numberOf(RowIndex event, const RowRecord &record) const
{
    std::uint32_t number = 0;
    for (std::uint64_t back = 1; m_records && back <= std::min(event.value(), nearRows); ++back) {
        const RowRecord &before = m_records(RowIndex(event.value() - back));
        if (before.time.value() != record.time.value())
            break;
        if (before.kind() == RowKind::Event && before.connection() == record.connection() &&
            before.direction() == record.direction())
            ++number;
    }
    return number;
}

RowNote RowNotes::at(RowIndex row) const
{
    if (!m_any.load(std::memory_order_acquire))
        return {};
    const std::lock_guard lock(m_mutex);
    const auto it = m_notes.find(row.value());
    return it == m_notes.end() ? RowNote() : it->second.note;
}

std::vector<std::pair<RowIndex, RowNote>> RowNotes::all() const
{
    const std::lock_guard lock(m_mutex);
    std::vector<std::pair<RowIndex, RowNote>> notes;
    notes.reserve(m_notes.size());
    for (const auto &[row, kept] : m_notes)
        notes.emplace_back(RowIndex(row), kept.note);
    return notes;
}

std::vector<std::pair<RowIndex, RowNote>> RowNotes::changed() const
{
    const std::lock_guard lock(m_mutex);
    std::vector<std::pair<RowIndex, RowNote>> notes;
    for (const auto &[row, kept] : m_notes) {
        if (!kept.inFile)
            notes.emplace_back(RowIndex(row), kept.note);
    }
    return notes;
}

QByteArray RowNotes::line(RowIndex row, const RowRecord &record, const RowNote &note) const
{
    const Key key = keyOf(row, record);
    QJsonObject object{
        {keyVersion, version},
        {keyConnection, static_cast<qint64>(key.connection)},
        {keyDirection, key.direction == Direction::Out ? u"out"_qs : u"in"_qs},
        {keyOffset, static_cast<qint64>(record.offset().value())},
        {keyTime, static_cast<qint64>(record.time.value())},
        {keyMarked, note.marked},
        {keyComment, note.comment},
    };
    if (key.kind == Place::Time) {
        object.insert(keyEvent, true);
        object.insert(keyNumber, static_cast<qint64>(key.number));
    }
    return QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
}

Result<void> RowNotes::set(RowIndex row, const RowRecord &record, RowNote note)
{
    note.comment.truncate(RowNote::maxComment);
    const std::lock_guard lock(m_mutex);
    const auto it = m_notes.find(row.value());
    if ((it == m_notes.end() ? RowNote() : it->second.note) != note) {
        m_notes[row.value()] = {note, false};
        m_unwritten[row.value()] = line(row, record, note);
        m_any.store(true, std::memory_order_release);
        m_edits.fetch_add(1, std::memory_order_acq_rel);
        m_revision.fetch_add(1, std::memory_order_acq_rel);
    }
    return appendUnwritten();
}

Result<void> RowNotes::appendUnwritten()
{
    if (m_unwritten.empty())
        return {};
    QFile file(m_path);
    const bool isNew = !file.exists();
    const auto cannot = [&] { return Error{u"cannot write %1: %2"_qs.arg(m_path, file.errorString())}; };
    if (!file.open(QIODevice::ReadWrite | QIODevice::Append | QIODevice::Unbuffered))
        return cannot();
    if (isNew) // as private as the capture
        file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    QByteArray text;
    for (const auto &[row, line] : m_unwritten)
        text += line;
    // A crash, or a disk that was full, may have left half a line.
    char last = '\n';
    if (const qint64 size = file.size(); size > 0 && file.seek(size - 1) && file.getChar(&last) && last != '\n')
        text.prepend('\n');
    if (file.write(text) != text.size())
        return cannot();
    m_unwritten.clear();
    return {};
}

void RowNotes::readBeside()
{
    QFile file(m_path);
    if (!file.open(QIODevice::ReadOnly))
        return;
    const std::lock_guard lock(m_mutex);
    for (int lines = 0; lines < maxLines && !file.atEnd(); ++lines) {
        const QByteArray text = file.readLine(maxLine);
        if (text.endsWith('\n')) // a longer line, or half of one, is none of ours
            takeLine(text);
    }
    m_expects.store(!m_expected.empty(), std::memory_order_relaxed);
}

void RowNotes::takeLine(const QByteArray &text)
{
    const QJsonObject object = QJsonDocument::fromJson(text).object();
    if (object.value(keyVersion).toInt() != version)
        return;
    const qint64 connection = object.value(keyConnection).toInteger(-1);
    const qint64 offset = object.value(keyOffset).toInteger(-1);
    const QString direction = object.value(keyDirection).toString();
    if (connection < 0 || connection > 0xFFFFFFFF || offset < 0 || (direction != u"in" && direction != u"out"))
        return;
    Expected expected;
    expected.note.marked = object.value(keyMarked).toBool();
    expected.note.comment = object.value(keyComment).toString().left(RowNote::maxComment);
    expected.time = object.value(keyTime).toInteger();
    expected.line = ++m_lines;
    Key key{static_cast<std::uint32_t>(connection), direction == u"out" ? Direction::Out : Direction::In, Place::Stream,
            static_cast<std::uint64_t>(offset), 0};
    // What older versions wrote of an event has no number: the place in the file is all that names it.
    const qint64 number = object.value(keyNumber).toInteger(-1);
    if (object.value(keyEvent).toBool()) {
        key.kind = number < 0 ? Place::File : Place::Time;
        if (number >= 0) {
            key.place = static_cast<std::uint64_t>(*expected.time);
            key.number = static_cast<std::uint32_t>(number);
        }
    }
    m_expected[key] = expected;
}

void RowNotes::expect(ConnectionId connection, Direction direction, bool event, std::uint64_t offset,
                      const RowNote &note)
{
    const std::lock_guard lock(m_mutex);
    const Key key{connection.value(), direction, event ? Place::File : Place::Stream, offset, 0};
    if (const auto it = m_expected.find(key); it != m_expected.end() && it->second.line > 0)
        return;
    Expected expected;
    expected.note = note;
    expected.note.comment.truncate(RowNote::maxComment);
    m_expected[key] = expected;
    m_expects.store(true, std::memory_order_relaxed);
}

void RowNotes::come(RowIndex row, const RowRecord &record)
{
    const std::lock_guard lock(m_mutex);
    const Key key = keyOf(row, record);
    Key inFile = key;
    if (key.kind == Place::Time)
        inFile = {key.connection, key.direction, Place::File, record.offset().value(), 0};
    std::optional<Expected> newest;
    for (const Key &each : {key, inFile}) {
        const auto it = m_expected.find(each);
        if (it == m_expected.end() || (it->second.time && *it->second.time != record.time.value()))
            continue;
        if (!newest || newest->line < it->second.line)
            newest = it->second;
        m_expected.erase(it);
    }
    if (!newest)
        return;
    // Somebody may have noted something of it meanwhile.
    if (m_notes.emplace(row.value(), Kept{newest->note, newest->line == 0}).second) {
        m_any.store(true, std::memory_order_release);
        m_revision.fetch_add(1, std::memory_order_acq_rel);
    }
    m_expects.store(!m_expected.empty(), std::memory_order_relaxed);
}

} // namespace framescope::capture
