#include "ui/support/colors.h"

#include <QTest>

#include <cmath>

using framescope::ui::Colors;

namespace
{
/// WCAG 2.1: relative luminance.
double luminance(const QColor &color)
{
    const auto linear = [](double part) {
        return part <= 0.03928 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

double contrast(const QColor &a, const QColor &b)
{
    const double x = luminance(a) + 0.05;
    const double y = luminance(b) + 0.05;
    return x > y ? x / y : y / x;
}
} // namespace

class TestColors : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void readable_data()
    {
        QTest::addColumn<QColor>("ink");
        QTest::addColumn<QColor>("ground");
        for (const Colors *c : {&Colors::light(), &Colors::darkTable()}) {
            const char *theme = c->dark ? "dark" : "light";
            const std::pair<const char *, QColor> inks[] = {
                {"main", c->textMain},     {"muted", c->textMuted}, {"text", c->text},
                {"binary", c->binary},     {"sent", c->sent},       {"continuation", c->continuation},
                {"control", c->control},   {"close", c->close},     {"http", c->http},
                {"received", c->received}, {"ok", c->ok},           {"warning", c->warning},
                {"finding", c->finding},
            };
            const std::pair<const char *, QColor> grounds[] = {
                {"window", c->window},  {"base", c->base},     {"even row", c->rowEven},
                {"odd row", c->rowOdd}, {"raised", c->raised},
            };
            for (const auto &[inkName, ink] : inks) {
                for (const auto &[groundName, ground] : grounds)
                    QTest::addRow("%s: %s on %s", theme, inkName, groundName) << ink << ground;
                for (std::size_t i = 0; i < c->rules.size(); ++i)
                    QTest::addRow("%s: %s on rule %d", theme, inkName, int(i)) << ink << c->rules[i];
                QTest::addRow("%s: %s on the selection", theme, inkName) << c->onSelection(ink) << c->selection;
            }
            QTest::addRow("%s: placeholder", theme) << c->textFaint << c->base;
            QTest::addRow("%s: selected text", theme) << c->selectionText << c->selection;
            QTest::addRow("%s: found", theme) << c->textMain << c->found;
            QTest::addRow("%s: also found", theme) << c->textMain << c->foundQuiet;
            QTest::addRow("%s: primary button", theme) << c->accentText << c->accent;
            QTest::addRow("%s: primary button, hovered", theme) << c->accentText << c->accentHover;
        }
    }
    void readable()
    {
        QFETCH(QColor, ink);
        QFETCH(QColor, ground);
        const double ratio = contrast(ink, ground);
        QVERIFY2(ratio >= 4.5, qPrintable(QString::number(ratio)));
    }
};

QTEST_GUILESS_MAIN(TestColors)
#include "tst_colors.moc"
