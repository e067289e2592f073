#pragma once

#include <QString>
#include <QStyle>
#include <QVariant>
#include <QWidget>

namespace framescope::ui
{

/// Sets a property the style sheet asks for, and has the sheet looked up again when it changed.
inline void restyle(QWidget *widget, const char *property, const QVariant &value)
{
    if (widget->property(property) == value)
        return;
    widget->setProperty(property, value);
    widget->style()->unpolish(widget);
    widget->style()->polish(widget);
    widget->update();
}

} // namespace framescope::ui
