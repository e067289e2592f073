#include "ui/support/colors.h"

#include <QPalette>

#include <algorithm>

namespace framescope::ui
{

namespace
{
QColor rgb(unsigned value) { return QColor::fromRgb(QRgb(0xFF000000u | value)); }

Colors makeDark()
{
    Colors c;
    c.dark = true;
    c.window = rgb(0x252931);
    c.base = rgb(0x1A1D22);
    c.rowEven = rgb(0x1E2127);
    c.rowOdd = rgb(0x22262D);
    c.raised = rgb(0x2B3039);
    c.border = rgb(0x363C47);
    c.strongBorder = rgb(0x4A5261);
    c.textMain = rgb(0xD7DAE0);
    c.textMuted = rgb(0x9AA2B1);
    c.textFaint = rgb(0x7D8696);
    c.selection = rgb(0x2F4D73);
    c.selectionText = rgb(0xF2F5FA);
    c.accent = rgb(0x4D9CF6);
    c.accentText = rgb(0x0D1B2C);
    c.accentHover = rgb(0x6FB0F8);
    c.text = rgb(0x7CB7FF);
    c.binary = rgb(0xC39BFF);
    c.continuation = rgb(0x5CCFBF);
    c.control = rgb(0xB4BAC6);
    c.close = rgb(0xFFAE57);
    c.finding = rgb(0xFF7B7B);
    c.http = rgb(0x9AA2B1);
    c.sent = rgb(0x7BD88F);
    c.received = rgb(0x5AA9FF);
    c.ok = rgb(0x7BD88F);
    c.okBack = rgb(0x24331F);
    c.found = rgb(0x6B571A);
    c.foundQuiet = rgb(0x4C4324);
    c.warning = rgb(0xFFAE57);
    c.rules = {rgb(0x501D22), rgb(0x4A2A12), rgb(0x3D3410), rgb(0x183C22),
               rgb(0x103B3A), rgb(0x262B66), rgb(0x38265C), rgb(0x333842)};
    c.fieldRsv = rgb(0xFFAE57);
    c.fieldOpcode = rgb(0x7CB7FF);
    c.fieldMask = rgb(0xE6C45C);
    c.fieldLength = rgb(0x5CCFBF);
    c.fieldKey = rgb(0xC39BFF);
    return c;
}

Colors makeLight()
{
    Colors c;
    c.dark = false;
    c.window = rgb(0xFFFFFF);
    c.base = rgb(0xFFFFFF);
    c.rowEven = rgb(0xF4F5F7);
    c.rowOdd = rgb(0xF8F9FB);
    c.raised = rgb(0xECEEF2);
    c.border = rgb(0xD5D9E0);
    c.strongBorder = rgb(0xB4BBC7);
    c.textMain = rgb(0x22262D);
    c.textMuted = rgb(0x5F6775);
    c.textFaint = rgb(0x68707D);
    c.selection = rgb(0xCFE2FB);
    c.selectionText = rgb(0x16202E);
    c.accent = rgb(0x1F6FD6);
    c.accentText = rgb(0xFFFFFF);
    c.accentHover = rgb(0x185BB2);
    c.text = rgb(0x1359B5);
    c.binary = rgb(0x6D36C9);
    c.continuation = rgb(0x0B7568);
    c.control = rgb(0x4F5765);
    c.close = rgb(0xA65300);
    c.finding = rgb(0xC62828);
    c.http = rgb(0x5F6775);
    c.sent = rgb(0x17722F);
    c.received = rgb(0x1862C2);
    c.ok = rgb(0x17722F);
    c.okBack = rgb(0xE6F4E4);
    c.found = rgb(0xFFE58A);
    c.foundQuiet = rgb(0xFFF4CC);
    c.warning = rgb(0xA65300);
    c.rules = {rgb(0xFFE5E5), rgb(0xFFE8D1), rgb(0xFBEFB5), rgb(0xDDF3DF),
               rgb(0xD6F1EE), rgb(0xDFEBFF), rgb(0xF8E4FB), rgb(0xE8EBF0)};
    c.fieldRsv = rgb(0xA65300);
    c.fieldOpcode = rgb(0x1359B5);
    c.fieldMask = rgb(0x8A6A00);
    c.fieldLength = rgb(0x0B7568);
    c.fieldKey = rgb(0x6D36C9);
    return c;
}
} // namespace

const Colors &Colors::light()
{
    static const Colors table = makeLight();
    return table;
}

const Colors &Colors::darkTable()
{
    static const Colors table = makeDark();
    return table;
}

const Colors &Colors::of(const QPalette &palette)
{
    return palette.color(QPalette::Window).lightness() < 128 ? darkTable() : light();
}

QColor Colors::ofOpcode(ws::Opcode opcode) const
{
    switch (opcode) {
    case ws::Opcode::Text:
        return text;
    case ws::Opcode::Binary:
        return binary;
    case ws::Opcode::Continuation:
        return continuation;
    case ws::Opcode::Close:
        return close;
    case ws::Opcode::Ping:
    case ws::Opcode::Pong:
        return control;
    }
    return finding; // reserved
}

QColor Colors::ofSeverity(ws::Severity severity) const
{
    switch (severity) {
    case ws::Severity::Error:
        return finding;
    case ws::Severity::Warning:
        return warning;
    case ws::Severity::Info:
        return textMuted;
    case ws::Severity::None:
        break;
    }
    return ok;
}

QColor Colors::ofRule(int rule) const
{
    const QColor &ground = rules[std::size_t(rule)];
    const bool grey = ground.hslSaturation() < 70;
    return QColor::fromHsl(std::max(ground.hslHue(), 0), grey ? 24 : 190, dark ? 150 : 120);
}

QColor Colors::onSelection(const QColor &color) const
{
    const int kept = dark ? 55 : 75; // percent; the rest comes from the selection's own text
    const auto mix = [kept](int a, int b) { return (a * kept + b * (100 - kept)) / 100; };
    return QColor(mix(color.red(), selectionText.red()), mix(color.green(), selectionText.green()),
                  mix(color.blue(), selectionText.blue()));
}

} // namespace framescope::ui
