#include "ui/support/datafonts.h"

#include <QFontDatabase>
#include <QRawFont>

namespace framescope::ui
{

namespace
{
bool hasAscii(const QString &family)
{
    const QRawFont font = QRawFont::fromFont(QFont(family));
    for (uint c = 0x20; c < 0x7F; ++c) {
        if (!font.supportsCharacter(c))
            return false;
    }
    return font.isValid();
}
} // namespace

QStringList dataFonts()
{
    QStringList families;
    for (const QString &family : QFontDatabase::families(QFontDatabase::Latin)) {
        if (QFontDatabase::isFixedPitch(family) && QFontDatabase::isSmoothlyScalable(family) &&
            !QFontDatabase::isPrivateFamily(family) && hasAscii(family))
            families.append(family);
    }
    return families;
}

} // namespace framescope::ui
