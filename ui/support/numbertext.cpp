#include "ui/support/numbertext.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <limits>

namespace framescope::ui
{

namespace
{
struct Text {
    Q_DECLARE_TR_FUNCTIONS(Numbers)
};
} // namespace

QString numberText(std::uint64_t value)
{
    QLocale locale;
    // The C locale groups nothing; numbers here have up to twenty digits.
    locale.setNumberOptions(locale.numberOptions() & ~QLocale::OmitGroupSeparator);
    return locale.toString(qulonglong(value));
}

QString bytesText(std::uint64_t count)
{
    return count == 1 ? Text::tr("1 byte") : Text::tr("%1 bytes").arg(numberText(count));
}

QString sizeText(std::uint64_t octets)
{
    if (octets < 1024)
        return bytesText(octets);
    constexpr std::uint64_t most = std::numeric_limits<qint64>::max();
    return QLocale().formattedDataSize(static_cast<qint64>(std::min(octets, most)), 1, QLocale::DataSizeIecFormat);
}

} // namespace framescope::ui
