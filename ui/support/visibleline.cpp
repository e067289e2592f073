#include "ui/support/visibleline.h"

#include "core/io/rowtext.h"
#include "ui/support/visiblepayload.h"

namespace framescope::ui
{

QString visibleLine(QStringView text, qsizetype most)
{
    const bool cut = text.size() > most;
    if (cut)
        text = text.first(text[most - 1].isHighSurrogate() ? most - 1 : most);
    QString line;
    int marks = 0; // in a row
    for (qsizetype i = 0; i < text.size(); ++i) {
        const qsizetype size = text[i].isHighSurrogate() && i + 1 < text.size() && text[i + 1].isLowSurrogate() ? 2 : 1;
        const QStringView character = text.sliced(i, size);
        const char32_t code = size > 1 ? QChar::surrogateToUcs4(character[0], character[1]) : character[0].unicode();
        i += size - 1;
        if (!QChar::isMark(code)) {
            marks = 0;
            line += io::visibleText(character);
        } else if (marks < VisiblePayload::maxCombining) {
            ++marks;
            line += io::visibleText(character);
        } else {
            line += QStringLiteral("⟨U+%1⟩").arg(QString::number(uint(code), 16).toUpper().rightJustified(4, u'0'));
        }
    }
    return cut ? line + u'…' : line;
}

} // namespace framescope::ui
