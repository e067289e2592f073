#include "ui/hex/octetvalues.h"

#include "core/decode/utf8.h"
#include "core/io/rowtext.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QFloat16>
#include <QLocale>
#include <QtEndian>

#include <bit>
#include <cmath>

namespace framescope::ui
{

namespace
{
class Words
{
    Q_DECLARE_TR_FUNCTIONS(OctetValues)
};

template <typename T> T loaded(ByteView octets, bool big)
{
    return big ? qFromBigEndian<T>(octets.data()) : qFromLittleEndian<T>(octets.data());
}

template <typename Float, typename Bits> Float floating(ByteView octets, bool big)
{
    return std::bit_cast<Float>(loaded<Bits>(octets, big));
}

QString floatText(double value, int digits)
{
    if (std::isnan(value))
        return QStringLiteral("NaN");
    if (std::isinf(value))
        return value < 0 ? QStringLiteral("−∞") : QStringLiteral("∞");
    return QString::number(value, 'g', digits);
}

/// The fewest digits that are this number again.
QString shortest(float value)
{
    for (int digits = 6; digits < 9; ++digits) {
        const QString text = floatText(double(value), digits);
        if (text.toFloat() == value)
            return text;
    }
    return floatText(double(value), 9);
}

QString shortest(double value)
{
    return std::isfinite(value) ? QString::number(value, 'g', QLocale::FloatingPointShortest) : floatText(value, 17);
}

QString timeText(qint64 ms, bool withMs)
{
    constexpr qint64 year10000 = 253'402'300'800'000;
    if (ms >= year10000 || ms < -62'135'596'800'000) // the years that four digits write
        return QStringLiteral("—");
    const QDateTime time = QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC);
    return time.toString(withMs ? QStringLiteral("yyyy-MM-dd HH:mm:ss.zzz") : QStringLiteral("yyyy-MM-dd HH:mm:ss")) +
           QStringLiteral(" UTC");
}

template <typename Text> OctetValue row(const QString &type, ByteView octets, std::size_t need, const Text &text)
{
    OctetValue value;
    value.type = type;
    if (octets.size() < need)
        return value;
    value.octets = int(need);
    value.little = text(octets, false);
    value.big = text(octets, true);
    return value;
}

template <typename T> OctetValue integer(const char *type, ByteView octets)
{
    return row(QLatin1String(type), octets, sizeof(T), [](ByteView o, bool big) {
        if constexpr (sizeof(T) == 1)
            return QString::number(int(static_cast<T>(o[0])));
        else
            return QString::number(loaded<T>(o, big));
    });
}

QString bitsText(std::uint8_t octet)
{
    const QString bits = QString::number(octet, 2).rightJustified(8, u'0');
    return bits.left(4) + u' ' + bits.mid(4);
}

OctetValue character(ByteView octets)
{
    OctetValue value;
    value.type = QStringLiteral("UTF-8");
    if (octets.empty())
        return value;
    const std::size_t size = decode::utf8CharacterAt(octets, 0);
    if (size == 0) {
        value.octets = 1;
        value.little = value.big = Words::tr("no character begins here");
        return value;
    }
    value.octets = int(size);
    const char32_t point = decode::utf8Text(octets.first(size)).toStdU32String().front();
    const QString number = QString::number(uint(point), 16).toUpper().rightJustified(4, u'0');
    const QString shown = io::visibleText(QChar::fromUcs4(point));
    value.little = shown.startsWith(QStringLiteral("⟨U+")) ? QStringLiteral("U+%1").arg(number)
                                                           : QStringLiteral("%1  U+%2").arg(shown, number);
    value.big = value.little;
    return value;
}
} // namespace

std::vector<OctetValue> octetValues(ByteView octets)
{
    if (octets.size() > 8)
        octets = octets.first(8);
    return {
        integer<std::uint8_t>("u8", octets),
        integer<std::int8_t>("i8", octets),
        integer<std::uint16_t>("u16", octets),
        integer<std::int16_t>("i16", octets),
        integer<std::uint32_t>("u32", octets),
        integer<std::int32_t>("i32", octets),
        integer<std::uint64_t>("u64", octets),
        integer<std::int64_t>("i64", octets),
        row(QStringLiteral("f16"), octets, 2,
            [](ByteView o, bool big) { return floatText(double(floating<qfloat16, std::uint16_t>(o, big)), 5); }),
        row(QStringLiteral("f32"), octets, 4,
            [](ByteView o, bool big) { return shortest(floating<float, std::uint32_t>(o, big)); }),
        row(QStringLiteral("f64"), octets, 8,
            [](ByteView o, bool big) { return shortest(floating<double, std::uint64_t>(o, big)); }),
        row(Words::tr("Unix time, s"), octets, 4,
            [](ByteView o, bool big) { return timeText(qint64(loaded<std::uint32_t>(o, big)) * 1000, false); }),
        row(Words::tr("Unix time, ms"), octets, 8,
            [](ByteView o, bool big) { return timeText(loaded<std::int64_t>(o, big), true); }),
        row(Words::tr("bits"), octets, 1, [](ByteView o, bool) { return bitsText(o[0]); }),
        character(octets),
    };
}

} // namespace framescope::ui
