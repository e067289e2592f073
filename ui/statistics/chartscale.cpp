#include "ui/statistics/chartscale.h"

#include "ui/support/numbertext.h"

#include <QLocale>

#include <algorithm>
#include <array>
#include <cmath>

namespace framescope::ui
{

namespace
{
/// With as many decimals as are of use, and none that are zeros.
QString fewDigits(double value)
{
    if (value >= 1000)
        return numberText(quint64(std::llround(value)));
    QString text = QString::number(value, 'f', value < 10 ? 2 : value < 100 ? 1 : 0);
    if (text.contains(u'.')) {
        while (text.endsWith(u'0'))
            text.chop(1);
        if (text.endsWith(u'.'))
            text.chop(1);
    }
    return text;
}

/// From 0 to what is not below the largest, and at least to 1.
std::vector<double> multiplesOf(double step, double largest)
{
    std::vector<double> lines{0, step};
    while (lines.back() < largest)
        lines.push_back(double(lines.size()) * step);
    return lines;
}

std::vector<double> powersOf(double base, double largest)
{
    std::vector<double> lines{0, 1};
    while (lines.back() < largest)
        lines.push_back(lines.back() * base);
    return lines;
}
} // namespace

std::vector<double> scaleLines(double largest, int most, bool logarithmic)
{
    return logarithmic ? powersOf(10, largest) : multiplesOf(roundUp(largest / most), largest);
}

std::vector<double> octetLines(double largest, int most, bool logarithmic)
{
    if (logarithmic)
        return powersOf(16, largest);
    double step = 1;
    while (step < largest / most)
        step *= 2;
    return multiplesOf(step, largest);
}

double roundUp(double value)
{
    double step = 1;
    const std::array<double, 3> factors{2, 2.5, 2};
    for (std::size_t i = 0; step < value; ++i)
        step *= factors[i % 3];
    return step;
}

double placeOnScale(double value, double top, bool logarithmic)
{
    if (value <= 0 || top <= 0)
        return 0;
    const double place = logarithmic ? std::log10(1 + value) / std::log10(1 + top) : value / top;
    return std::clamp(place, 0.0, 1.0);
}

QString shortNumber(double value)
{
    constexpr std::array<std::pair<double, char16_t>, 4> units{{{1e12, u'T'}, {1e9, u'G'}, {1e6, u'M'}, {1e4, u'k'}}};
    for (const auto &[from, unit] : units) {
        if (value >= from)
            return fewDigits(value / (unit == u'k' ? 1e3 : from)) + u' ' + QChar(unit);
    }
    return QLocale().toString(qulonglong(std::llround(value)));
}

QString octetsText(quint64 octets)
{
    constexpr std::array<const char *, 6> units{"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
    double value = double(octets);
    std::size_t unit = 0;
    for (; value >= 1024 && unit + 1 < units.size(); ++unit)
        value /= 1024;
    return fewDigits(value) + u' ' + QLatin1String(units[unit]);
}

QString spanText(quint64 ns)
{
    if (ns == 0)
        return QStringLiteral("0");
    if (ns < 1000)
        return QStringLiteral("%1 ns").arg(ns);
    if (ns < 1'000'000)
        return fewDigits(double(ns) / 1e3) + QStringLiteral(" µs");
    if (ns < 1'000'000'000)
        return fewDigits(double(ns) / 1e6) + QStringLiteral(" ms");
    return fewDigits(double(ns) / 1e9) + QStringLiteral(" s");
}

} // namespace framescope::ui
