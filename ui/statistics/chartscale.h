#pragma once

#include <QString>

#include <vector>

namespace framescope::ui
{

/// Where the lines of a scale from 0 to `largest` are drawn: at most about `most` of them, at 1, 2 or 5 times a power of
/// ten, the last not below `largest`. Of a logarithmic scale at powers of ten.
std::vector<double> scaleLines(double largest, int most, bool logarithmic);
/// The same for octets, whose units are powers of 1024: at multiples of a power of two, and logarithmic at those of 16.
std::vector<double> octetLines(double largest, int most, bool logarithmic);
/// The next of 1, 2 or 5 times a power of ten that is not below the value.
double roundUp(double value);
/// How far up a value stands on a scale whose last line is `top`: 0 to 1.
double placeOnScale(double value, double top, bool logarithmic);
/// "950", "12 k", "3.5 M".
QString shortNumber(double value);
/// Octets at an axis, where there is no room for words: "512 B", "64 KiB".
QString octetsText(quint64 octets);
/// A bound of a scale, which has no more than three digits: "500 ns", "20 µs", "1.5 ms", "100 s".
QString spanText(quint64 ns);

} // namespace framescope::ui
