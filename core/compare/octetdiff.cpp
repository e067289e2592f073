#include "core/compare/octetdiff.h"

#include <algorithm>
#include <utility>

namespace framescope::compare
{

namespace
{
constexpr std::uint64_t perRow = 16;
constexpr std::uint64_t pieceSize = 256 * 1024;
constexpr std::size_t maxRows = 4'000;

QString rowText(QByteArrayView octets)
{
    QString text;
    for (qsizetype i = 0; i < qsizetype(perRow); ++i) {
        if (i == qsizetype(perRow / 2))
            text += u' ';
        text += i < octets.size() ? QString::fromLatin1(octets.sliced(i, 1).toByteArray().toHex()) + u' '
                                  : QStringLiteral("   ");
    }
    text += u' ';
    for (const char c : octets)
        text += c >= 0x20 && c < 0x7F ? QChar(QLatin1Char(c)) : QChar(u'·');
    return text;
}

std::vector<ComparedRow::Span> spansOf(QByteArrayView octets, QByteArrayView other)
{
    std::vector<ComparedRow::Span> spans;
    for (qsizetype i = 0; i < octets.size(); ++i) {
        if (i < other.size() && octets[i] == other[i])
            continue;
        const qsizetype at = i * 3 + (i >= qsizetype(perRow / 2) ? 1 : 0);
        if (!spans.empty() && spans.back().from + spans.back().count + 1 == at)
            spans.back().count = at + 2 - spans.back().from;
        else
            spans.push_back({at, 2});
    }
    return spans;
}

QByteArrayView rowAt(const QByteArray &piece, std::uint64_t at)
{
    const auto size = std::uint64_t(piece.size());
    if (at >= size)
        return {};
    return QByteArrayView(piece).sliced(qsizetype(at), qsizetype(std::min(perRow, size - at)));
}
} // namespace

Comparison octetDiff(const Fetch &left, std::uint64_t leftSize, const Fetch &right, std::uint64_t rightSize,
                     const std::stop_token &stop)
{
    Comparison out;
    std::uint64_t same = 0; // rows in a row
    const auto skip = [&] {
        if (same > 0 && out.rows.size() < maxRows)
            out.rows.push_back({ComparedRow::Kind::Skipped, same, same, {}, {}});
        same = 0;
    };
    const std::uint64_t size = std::max(leftSize, rightSize);
    for (std::uint64_t from = 0; from < size && out.wholeRead && !stop.stop_requested(); from += pieceSize) {
        const auto piece = [&](const Fetch &fetch, std::uint64_t total) {
            return from < total ? fetch(from, std::min(pieceSize, total - from)) : QByteArray();
        };
        QByteArray a = piece(left, leftSize);
        QByteArray b = piece(right, rightSize);
        for (const auto &[octets, total] : {std::pair(&a, leftSize), std::pair(&b, rightSize)}) {
            const auto got = std::uint64_t(octets->size());
            if (from >= total || got >= std::min(pieceSize, total - from))
                continue;
            out.wholeRead = false;
            a.truncate(qsizetype(got));
            b.truncate(qsizetype(got));
        }
        if (a == b) {
            same += (std::uint64_t(a.size()) + perRow - 1) / perRow;
            continue;
        }
        for (std::uint64_t at = 0; at < std::uint64_t(std::max(a.size(), b.size())); at += perRow) {
            const QByteArrayView x = rowAt(a, at);
            const QByteArrayView y = rowAt(b, at);
            if (x == y) {
                ++same;
                continue;
            }
            skip();
            const qsizetype both = std::min(x.size(), y.size());
            out.differences += std::uint64_t(std::max(x.size(), y.size()) - both);
            for (qsizetype i = 0; i < both; ++i)
                out.differences += x[i] != y[i] ? std::uint64_t(1) : 0;
            if (out.rows.size() + 2 > maxRows) {
                out.complete = false;
                continue;
            }
            if (!x.isEmpty())
                out.rows.push_back(
                    {ComparedRow::Kind::Removed, from + at, ComparedRow::none, rowText(x), spansOf(x, y)});
            if (!y.isEmpty())
                out.rows.push_back({ComparedRow::Kind::Added, ComparedRow::none, from + at, rowText(y), spansOf(y, x)});
        }
    }
    skip();
    return out;
}

} // namespace framescope::compare
