#pragma once

#include <QAbstractButton>
#include <QAbstractScrollArea>
#include <QAbstractSpinBox>
#include <QAccessible>
#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QScrollBar>
#include <QStringList>
#include <QTabBar>
#include <QWidget>

namespace framescope::test
{

/// Parts that Qt makes of a control: who hears them hears the control.
inline bool isPartOfAControl(const QWidget *widget)
{
    if (widget->objectName().startsWith(QStringLiteral("qt_")) || qobject_cast<const QScrollBar *>(widget) != nullptr)
        return true;
    for (const QWidget *at = widget->parentWidget(); at != nullptr; at = at->parentWidget()) {
        if (qobject_cast<const QComboBox *>(at) != nullptr || qobject_cast<const QAbstractSpinBox *>(at) != nullptr ||
            qobject_cast<const QMenu *>(at) != nullptr || qobject_cast<const QMenuBar *>(at) != nullptr ||
            qobject_cast<const QLineEdit *>(at) != nullptr || qobject_cast<const QTabBar *>(at) != nullptr)
            return true;
        // The corner and the headers of a table, the viewport of a view.
        if (const auto *area = qobject_cast<const QAbstractScrollArea *>(at);
            area != nullptr && (area->viewport() == widget || qobject_cast<const QHeaderView *>(widget) != nullptr ||
                                widget->inherits("QTableCornerButton")))
            return true;
    }
    return false;
}

inline bool isControl(const QWidget *widget)
{
    return widget->focusPolicy() != Qt::NoFocus || qobject_cast<const QAbstractButton *>(widget) != nullptr;
}

/// Hidden, and named by the text it will have when it is shown.
inline bool waitsForItsWords(const QWidget *widget)
{
    const auto *button = qobject_cast<const QAbstractButton *>(widget);
    const auto *label = qobject_cast<const QLabel *>(widget);
    return (label != nullptr && label->text().isEmpty()) ||
           (button != nullptr && button->text().isEmpty() && widget->isHidden());
}

/// What a person who hears the window cannot name: the controls of a window or dialog that take the focus or a click and
/// have no accessible name, or no role; each as "class objectName: what is wrong". Hidden ones are looked at too: they
/// appear sooner or later.
inline QStringList inaccessibleControls(const QWidget &window)
{
    QStringList wrong;
    for (QWidget *widget : window.findChildren<QWidget *>()) {
        if (!isControl(widget) || isPartOfAControl(widget) || widget->isWindow() || waitsForItsWords(widget))
            continue;
        const QAccessibleInterface *heard = QAccessible::queryAccessibleInterface(widget);
        const QString what =
            QStringLiteral("%1 %2").arg(QLatin1String(widget->metaObject()->className()), widget->objectName());
        if (heard == nullptr)
            wrong << what + QStringLiteral(": is not heard");
        else if (heard->text(QAccessible::Name).trimmed().isEmpty())
            wrong << what + QStringLiteral(": no name");
        else if (heard->role() == QAccessible::NoRole)
            wrong << what + QStringLiteral(": no role");
    }
    return wrong;
}

} // namespace framescope::test
