#include "core/compare/textdiff.h"

#include "core/compare/sequencediff.h"

#include <QHash>

#include <algorithm>

namespace framescope::compare
{

namespace
{
/// Rows of a comparison; more are counted and not listed.
constexpr std::size_t maxRows = 10'000;
/// Same lines that are shown before and after a difference.
constexpr std::size_t context = 3;
/// Longer lines are compared at their ends only.
constexpr qsizetype maxCharacters = 100'000;
constexpr std::size_t maxCharacterEdits = 400;

std::vector<QByteArrayView> linesOf(ByteView text)
{
    std::vector<QByteArrayView> lines;
    for (QByteArrayView rest = qbyteView(text); !rest.isEmpty();) {
        const qsizetype end = rest.indexOf('\n');
        lines.push_back(end < 0 ? rest : rest.first(end));
        rest = end < 0 ? QByteArrayView() : rest.sliced(end + 1);
    }
    return lines;
}

/// The same number for the same line.
class Numbers
{
public:
    std::vector<std::uint32_t> of(const std::vector<QByteArrayView> &lines)
    {
        std::vector<std::uint32_t> out;
        out.reserve(lines.size());
        for (const QByteArrayView line : lines) {
            auto at = m_numbers.constFind(line);
            if (at == m_numbers.constEnd())
                at = m_numbers.insert(line, static_cast<std::uint32_t>(m_numbers.size()));
            out.push_back(*at);
        }
        return out;
    }

private:
    QHash<QByteArrayView, std::uint32_t> m_numbers;
};

/// The characters of a line, one after the other: half of one is no difference that could be shown.
class LineCharacters
{
public:
    explicit LineCharacters(const QString &line)
    {
        const QList<uint> points = line.toUcs4();
        m_points.assign(points.begin(), points.end());
    }
    const std::vector<std::uint32_t> &all() const noexcept { return m_points; }
    /// The next so many, as a span of the line.
    ComparedRow::Span take(std::size_t count)
    {
        ComparedRow::Span span{m_unit, 0};
        for (; count > 0; --count)
            span.count += QChar::requiresSurrogates(m_points[m_at++]) ? 2 : 1;
        m_unit += span.count;
        return span;
    }

private:
    std::vector<std::uint32_t> m_points;
    std::size_t m_at = 0;
    qsizetype m_unit = 0; ///< where the character m_at begins
};

/// What of two lines differs.
void compareCharacters(ComparedRow &left, ComparedRow &right, const std::stop_token &stop)
{
    if (left.text.size() > maxCharacters || right.text.size() > maxCharacters)
        return;
    LineCharacters a(left.text);
    LineCharacters b(right.text);
    const SequenceDiff diff = sequenceDiff(a.all(), b.all(), maxCharacterEdits, stop);
    if (stop.stop_requested())
        return;
    std::size_t same = 0;
    for (const Stretch &stretch : diff.stretches) {
        a.take(stretch.common);
        b.take(stretch.common);
        same += stretch.common;
        if (stretch.removed > 0)
            left.changed.push_back(a.take(stretch.removed));
        if (stretch.added > 0)
            right.changed.push_back(b.take(stretch.added));
    }
    // Lines that have little in common are other lines: marking nearly all of them would say nothing.
    if (same * 3 < std::max(a.all().size(), b.all().size())) {
        left.changed.clear();
        right.changed.clear();
    }
}

class Listing
{
public:
    Listing(const std::vector<QByteArrayView> &left, const std::vector<QByteArrayView> &right, Comparison &out)
        : m_left(left), m_right(right), m_out(out)
    {
    }

    void same(std::size_t count, bool first, bool last)
    {
        const std::size_t before = first ? 0 : std::min(count, context);
        const std::size_t after = last ? 0 : std::min(count - before, context);
        for (std::size_t i = 0; i < before; ++i)
            addSame(i);
        if (const std::size_t skipped = count - before - after; skipped > 0)
            add({ComparedRow::Kind::Skipped, skipped, skipped, {}, {}});
        for (std::size_t i = count - after; i < count; ++i)
            addSame(i);
        m_l += count;
        m_r += count;
    }

    void differ(std::size_t removed, std::size_t added, const std::stop_token &stop)
    {
        m_out.differences += removed + added;
        const std::size_t room = m_out.rows.size() < maxRows ? maxRows - m_out.rows.size() : 0;
        std::vector<ComparedRow> gone;
        std::vector<ComparedRow> came;
        for (std::size_t i = 0; i < std::min(removed, room); ++i)
            gone.push_back({ComparedRow::Kind::Removed, m_l + i + 1, ComparedRow::none, text(m_left[m_l + i]), {}});
        for (std::size_t i = 0; i < std::min(added, room); ++i)
            came.push_back({ComparedRow::Kind::Added, ComparedRow::none, m_r + i + 1, text(m_right[m_r + i]), {}});
        for (std::size_t i = 0; i < std::min(gone.size(), came.size()) && !stop.stop_requested(); ++i)
            compareCharacters(gone[i], came[i], stop);
        for (std::vector<ComparedRow> *rows : {&gone, &came}) {
            for (ComparedRow &row : *rows)
                add(std::move(row));
        }
        m_out.complete = m_out.complete && gone.size() == removed && came.size() == added;
        m_l += removed;
        m_r += added;
    }

private:
    static QString text(QByteArrayView line) { return QString::fromUtf8(line); }
    void addSame(std::size_t i) { add({ComparedRow::Kind::Same, m_l + i + 1, m_r + i + 1, text(m_left[m_l + i]), {}}); }
    void add(ComparedRow row)
    {
        if (m_out.rows.size() < maxRows)
            m_out.rows.push_back(std::move(row));
        else if (row.kind == ComparedRow::Kind::Removed || row.kind == ComparedRow::Kind::Added)
            m_out.complete = false;
    }

    const std::vector<QByteArrayView> &m_left;
    const std::vector<QByteArrayView> &m_right;
    Comparison &m_out;
    std::size_t m_l = 0;
    std::size_t m_r = 0;
};
} // namespace

Comparison textDiff(ByteView left, ByteView right, const std::stop_token &stop)
{
    const std::vector<QByteArrayView> leftLines = linesOf(left);
    const std::vector<QByteArrayView> rightLines = linesOf(right);
    Numbers numbers;
    const std::vector<std::uint32_t> a = numbers.of(leftLines);
    const std::vector<std::uint32_t> b = numbers.of(rightLines);
    const SequenceDiff diff = sequenceDiff(a, b, 1000, stop);
    Comparison out;
    out.exact = diff.exact;
    Listing listing(leftLines, rightLines, out);
    for (std::size_t i = 0; i < diff.stretches.size() && !stop.stop_requested(); ++i) {
        const Stretch &stretch = diff.stretches[i];
        const bool ends = stretch.removed + stretch.added == 0;
        listing.same(stretch.common, i == 0, ends);
        listing.differ(stretch.removed, stretch.added, stop);
    }
    // A last line end that only one side has is a difference too.
    const bool leftEnds = !left.empty() && left.back() == '\n';
    const bool rightEnds = !right.empty() && right.back() == '\n';
    if (leftEnds != rightEnds && out.differences == 0)
        out.differences = 1;
    return out;
}

} // namespace framescope::compare
