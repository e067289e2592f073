// The real program read as a screen reader does: atspi_reader.py in a D-Bus session and on an X display of its own.
#include "tests/support/commandrun.h"

#include <QProcess>
#include <QProcessEnvironment>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace framescope;

class TestAtSpi : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aScreenReaderFindsANameForEverything()
    {
        for (const char *tool : {"dbus-run-session", "xvfb-run"}) {
            if (QStandardPaths::findExecutable(QLatin1String(tool)).isEmpty())
                QSKIP(qPrintable(QStringLiteral("%1 is not installed (dbus, xvfb, xauth)").arg(QLatin1String(tool))));
        }
        const QString python = QStringLiteral("/usr/bin/python3");
        if (QProcess::execute(python, {QStringLiteral("-c"), QStringLiteral("import pyatspi")}) != 0)
            QSKIP("python3-pyatspi or at-spi2-core is not installed");

        QTemporaryDir home;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.remove(QStringLiteral("QT_QPA_PLATFORM"));
        environment.insert(QStringLiteral("QT_LINUX_ACCESSIBILITY_ALWAYS_ON"), QStringLiteral("1"));
        environment.insert(QStringLiteral("HOME"), home.path());
        for (const char *folder : {"XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR"})
            environment.insert(QLatin1String(folder), home.path());
        QProcess reader;
        reader.setProcessEnvironment(environment);
        reader.setProcessChannelMode(QProcess::MergedChannels);
        reader.start(QStringLiteral("dbus-run-session"),
                     {QStringLiteral("--"), QStringLiteral("xvfb-run"), QStringLiteral("-a"), QStringLiteral("-s"),
                      QStringLiteral("-screen 0 1440x900x24"), python,
                      QStringLiteral(FRAMESCOPE_SOURCE_DIR "/tests/gui/atspi_reader.py"), test::framescopeProgram()});
        QVERIFY(reader.waitForStarted());
        QVERIFY(reader.waitForFinished(120'000));
        const QByteArray said = reader.readAll();
        if (!said.contains("verdict: ") && said.contains("xvfb-run: error"))
            QSKIP("no X server could be started");
        QVERIFY2(said.contains("verdict: good"), said.constData());
    }
};

QTEST_GUILESS_MAIN(TestAtSpi)
#include "tst_atspi.moc"
