#include "core/capture/captureparts.h"

#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>

#include <algorithm>
#include <limits>

namespace framescope::capture
{

void CaptureParts::add(const Part &part)
{
    const std::lock_guard lock(m_mutex);
    m_parts.push_back(part);
    m_count.store(m_parts.size(), std::memory_order_release);
}

void CaptureParts::setDropped(std::size_t i, bool dropped)
{
    const std::lock_guard lock(m_mutex);
    m_parts[i].dropped = dropped;
    const auto kept = std::find_if(m_parts.begin(), m_parts.end(), [](const Part &part) { return !part.dropped; });
    if (kept != m_parts.end())
        m_firstKeptRow.store(kept->firstRow, std::memory_order_release);
}

void CaptureParts::setContent(std::size_t i, std::uint64_t offset)
{
    const std::lock_guard lock(m_mutex);
    m_parts[i].content = offset;
}

CaptureParts::Part CaptureParts::at(std::size_t i) const
{
    const std::lock_guard lock(m_mutex);
    return m_parts[i];
}

std::vector<CaptureParts::Part> CaptureParts::all() const
{
    const std::lock_guard lock(m_mutex);
    return m_parts;
}

std::size_t CaptureParts::find(std::uint64_t offset) const
{
    const std::lock_guard lock(m_mutex);
    const auto after = std::upper_bound(m_parts.begin(), m_parts.end(), offset,
                                        [](std::uint64_t at, const Part &part) { return at < part.start; });
    return static_cast<std::size_t>(after - m_parts.begin()) - 1;
}

QString partPath(const QString &path, unsigned number)
{
    if (number <= 1)
        return path;
    const QFileInfo info(path);
    const QString suffix = info.suffix().isEmpty() ? QString() : u'.' + info.suffix();
    return u"%1.%2%3"_qs.arg(path.chopped(suffix.size())).arg(number, 4, 10, QLatin1Char('0')).arg(suffix);
}

QString firstPartPath(const QString &path)
{
    static const QRegularExpression numbered(u"^(.+)\\.(?:[0-9]{4}|[1-9][0-9]{4,8})(\\.[^./\\\\]+)$"_qs);
    const QRegularExpressionMatch match = numbered.match(path);
    return match.hasMatch() ? match.captured(1) + match.captured(2) : path;
}

QString partAfter(const QString &path)
{
    const QFileInfo info(path);
    const QString first = firstPartPath(info.absoluteFilePath());
    const auto number = [&first](const QString &part) {
        const qsizetype digits = part.size() - first.size() - 1; // and a point
        const qsizetype at = first.size() - (QFileInfo(first).suffix().size() + 1) + 1;
        return digits > 0 ? part.mid(at, digits).toUInt() : 1u;
    };
    const unsigned own = number(info.absoluteFilePath());
    QString best;
    for (const QFileInfo &other : info.absoluteDir().entryInfoList(QDir::Files)) {
        const QString candidate = other.absoluteFilePath();
        if (firstPartPath(candidate) != first || number(candidate) <= own)
            continue;
        if (best.isEmpty() || number(candidate) < number(best))
            best = candidate;
    }
    return best;
}

Result<void> PartsReader::openAt(std::uint64_t offset)
{
    m_end = m_start;
    m_file.close();
    m_count = m_parts.count();
    const std::size_t number = m_parts.find(offset);
    const CaptureParts::Part part = m_parts.at(number);
    if (part.dropped) {
        return Error{
            u"%1 was dropped: the recording keeps only its last files"_qs.arg(QFileInfo(part.path).fileName())};
    }
    m_file.setFileName(part.path);
    if (!m_file.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return Error{u"cannot read %1: %2"_qs.arg(part.path, m_file.errorString())};
    m_start = part.start;
    m_end = number + 1 < m_parts.count() ? m_parts.at(number + 1).start : std::numeric_limits<std::uint64_t>::max();
    return {};
}

Result<void> PartsReader::read(std::uint64_t from, char *to, std::uint64_t size)
{
    while (size > 0) {
        // The last part's end was not known: a part that came since then may hold these octets.
        if (from < m_start || from >= m_end || m_count != m_parts.count()) {
            if (auto opened = openAt(from); !opened)
                return opened;
        }
        const std::uint64_t wanted = std::min(size, m_end - from);
        if (!m_file.seek(static_cast<qint64>(from - m_start)))
            return Error{u"cannot read %1: %2"_qs.arg(m_file.fileName(), m_file.errorString())};
        const qint64 got = m_file.read(to, static_cast<qint64>(std::min<std::uint64_t>(wanted, 1u << 30)));
        if (got <= 0)
            return Error{u"cannot read %1: %2"_qs.arg(m_file.fileName(), got < 0 ? m_file.errorString()
                                                                                 : u"it is shorter than it was"_qs)};
        to += got;
        from += static_cast<std::uint64_t>(got);
        size -= static_cast<std::uint64_t>(got);
    }
    return {};
}

} // namespace framescope::capture
