#include "app/desktopscheme.h"

#include <QApplication>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusVariant>
#include <QProcess>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>

using namespace framescope::app;

/// A settings portal of our own on a bus of our own.
class Portal : public QObject
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.portal.Settings")
public:
    uint scheme = 2;

public Q_SLOTS:
    QDBusVariant Read(const QString &, const QString &) const
    {
        return QDBusVariant(QVariant::fromValue(QDBusVariant(scheme)));
    }
};

class TestDesktopScheme : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void valuesOfThePortal()
    {
        QCOMPARE(darkOf(1u), std::optional(true));
        QCOMPARE(darkOf(2u), std::optional(false));
        QCOMPARE(darkOf(0u), std::optional<bool>());
        QCOMPARE(darkOf(7u), std::optional<bool>());
        QCOMPARE(darkOf(QStringLiteral("dark")), std::optional<bool>());
        QCOMPARE(darkOf(QVariant()), std::optional<bool>());
        QCOMPARE(darkOf(QVariant::fromValue(QDBusVariant(QVariant::fromValue(QDBusVariant(1u))))), std::optional(true));
    }

    void theDesktopIsFollowed()
    {
        if (QStandardPaths::findExecutable(QStringLiteral("dbus-daemon")).isEmpty())
            QSKIP("dbus-daemon is not installed");
        QProcess daemon;
        daemon.start(QStringLiteral("dbus-daemon"),
                     {QStringLiteral("--session"), QStringLiteral("--nofork"), QStringLiteral("--print-address=1")});
        QVERIFY(daemon.waitForStarted());
        QTRY_VERIFY(daemon.canReadLine());
        const QString address = QString::fromUtf8(daemon.readLine()).trimmed();
        QDBusConnection desktop = QDBusConnection::connectToBus(address, QStringLiteral("desktop"));
        QDBusConnection ours = QDBusConnection::connectToBus(address, QStringLiteral("ours"));
        QVERIFY(desktop.isConnected() && ours.isConnected());
        Portal portal;
        const QString path = QStringLiteral("/org/freedesktop/portal/desktop");
        QVERIFY(desktop.registerObject(path, &portal, QDBusConnection::ExportAllSlots));
        QVERIFY(desktop.registerService(QStringLiteral("org.freedesktop.portal.Desktop")));

        portal.scheme = 1;
        DesktopScheme scheme(*qApp, QStringLiteral("ours"));
        QSignalSpy changed(&scheme, &DesktopScheme::changed);
        QTRY_VERIFY(scheme.isDark());
        const auto say = [&](const QString &group, const QString &key, uint value) {
            QDBusMessage message = QDBusMessage::createSignal(path, QStringLiteral("org.freedesktop.portal.Settings"),
                                                              QStringLiteral("SettingChanged"));
            message << group << key << QVariant::fromValue(QDBusVariant(value));
            QVERIFY(desktop.send(message));
        };
        const QString appearance = QStringLiteral("org.freedesktop.appearance");
        say(appearance, QStringLiteral("accent-color"), 2);
        say(QStringLiteral("org.gnome.desktop"), QStringLiteral("color-scheme"), 2);
        say(appearance, QStringLiteral("color-scheme"), 2);
        QTRY_VERIFY(!scheme.isDark());
        QCOMPARE(changed.count(), 2);
        QDBusConnection::disconnectFromBus(QStringLiteral("ours"));
        QDBusConnection::disconnectFromBus(QStringLiteral("desktop"));
        daemon.terminate();
        QVERIFY(daemon.waitForFinished());
    }
};

QTEST_MAIN(TestDesktopScheme)
#include "tst_desktopscheme.moc"
