#pragma once

#include "ui/support/colors.h"

#include <QString>
#include <QStringList>

#include <vector>

namespace framescope::ui
{

/// Rows that pass a filter have a colour; of several rules the first that is on and passes counts.
struct ColorRule {
    QString name;
    QString filter;
    int color = 0; ///< of Colors::rules
    bool on = false;

    bool operator==(const ColorRule &) const = default;
};

/// Of a first start; all are off.
std::vector<ColorRule> defaultColorRules();
/// For the settings, and back. What cannot be read is left out; nothing at all gives the defaults.
QStringList toSettings(const std::vector<ColorRule> &rules);
std::vector<ColorRule> colorRulesFrom(const QStringList &list);

/// The word for a colour, for people who do not see it.
QString colorName(int color);

} // namespace framescope::ui
