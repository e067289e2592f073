#include "app/desktopscheme.h"

#include "ui/support/theme.h"

#include <QApplication>
#include <QStyleHints>

#ifdef FRAMESCOPE_DBUS
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>
#endif

#include "moc_desktopscheme.cpp"

namespace framescope::app
{

namespace
{
#ifdef FRAMESCOPE_DBUS
const char *const service = "org.freedesktop.portal.Desktop";
const char *const path = "/org/freedesktop/portal/desktop";
const char *const interface = "org.freedesktop.portal.Settings";
#endif
const char *const appearance = "org.freedesktop.appearance";
const char *const colorScheme = "color-scheme";

/// The portal packs a value into a variant, and answers Read with one in another.
QVariant unpacked(QVariant value)
{
#ifdef FRAMESCOPE_DBUS
    while (value.canConvert<QDBusVariant>())
        value = value.value<QDBusVariant>().variant();
#endif
    return value;
}
} // namespace

std::optional<bool> darkOf(const QVariant &colorScheme)
{
    bool ok = false;
    const unsigned number = unpacked(colorScheme).toUInt(&ok);
    if (!ok || number < 1 || number > 2)
        return std::nullopt;
    return number == 1;
}

DesktopScheme::DesktopScheme(QApplication &app, const QString &bus) : m_darkAtStart(ui::desktopIsDark(app))
{
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    if (bus.isEmpty()) {
        connect(app.styleHints(), &QStyleHints::colorSchemeChanged, this, [this](Qt::ColorScheme scheme) {
            m_dark = scheme == Qt::ColorScheme::Dark;
            Q_EMIT changed();
        });
        return;
    }
#endif
    listenToPortal(bus);
}

void DesktopScheme::listenToPortal([[maybe_unused]] const QString &bus)
{
#ifdef FRAMESCOPE_DBUS
    QDBusConnection connection = bus.isEmpty() ? QDBusConnection::sessionBus() : QDBusConnection(bus);
    if (!connection.isConnected())
        return;
    connection.connect(QLatin1String(service), QLatin1String(path), QLatin1String(interface),
                       QStringLiteral("SettingChanged"), this, SLOT(settingChanged(QString, QString, QDBusVariant)));
    QDBusMessage read = QDBusMessage::createMethodCall(QLatin1String(service), QLatin1String(path),
                                                       QLatin1String(interface), QStringLiteral("Read"));
    read << QString::fromLatin1(appearance) << QString::fromLatin1(colorScheme);
    auto *answer = new QDBusPendingCallWatcher(connection.asyncCall(read), this);
    QObject::connect(answer, &QDBusPendingCallWatcher::finished, this, [this, answer] {
        answer->deleteLater();
        const QDBusPendingReply<QDBusVariant> reply = *answer;
        if (!reply.isError())
            take(QVariant::fromValue(reply.value()));
    });
#endif
}

#ifdef FRAMESCOPE_DBUS
void DesktopScheme::settingChanged(const QString &group, const QString &key, const QDBusVariant &value)
{
    if (group == QLatin1String(appearance) && key == QLatin1String(colorScheme))
        take(QVariant::fromValue(value));
}
#endif

void DesktopScheme::take(const QVariant &value)
{
    const bool before = isDark();
    m_dark = darkOf(value);
    if (isDark() != before)
        Q_EMIT changed();
}

} // namespace framescope::app
