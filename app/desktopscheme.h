#pragma once

#include <QObject>
#include <QVariant>

#include <optional>

class QApplication;
class QDBusVariant;

namespace framescope::app
{

/// Whether the desktop wants dark windows, and when it changes its mind. Qt tells from 6.5 on; before that the desktop's
/// settings portal does (org.freedesktop.appearance), where there is one; else it stays as it was at the start.
class DesktopScheme : public QObject
{
    Q_OBJECT
public:
    /// Make it before the first theme is applied. `bus`: the name of a D-Bus connection, for tests; empty: the session's.
    explicit DesktopScheme(QApplication &app, const QString &bus = {});

    bool isDark() const noexcept { return m_dark.value_or(m_darkAtStart); }

Q_SIGNALS:
    void changed();

#ifdef FRAMESCOPE_DBUS
private Q_SLOTS:
    void settingChanged(const QString &group, const QString &key, const QDBusVariant &value);
#endif

private:
    void listenToPortal(const QString &bus);
    void take(const QVariant &value);

    bool m_darkAtStart;
    std::optional<bool> m_dark; ///< what was said since
};

/// What the portal's color-scheme says: 1 is dark, 2 is light; 0, and what is no such value, nothing.
std::optional<bool> darkOf(const QVariant &colorScheme);

} // namespace framescope::app
